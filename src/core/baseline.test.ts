import { describe, expect, test } from 'vitest';
import { aVisit, esketamine, ivKetamine, makeReady, MINUTE, SECOND, told } from '../../tests/support/visit-builder.ts';
import { baselineCandidate } from './baseline.ts';
import type { ClinicalProtocol } from './clinical-protocol.ts';

/** BPs at these minutes, then a minute of good signal; asked `waitMs` after the last BP. */
function withBps(at: readonly number[], waitMs = MINUTE) {
  const visit = aVisit();
  const opened = visit.now;
  for (const minute of at) visit.after(opened + minute * MINUTE - visit.now).bp();
  visit.after(waitMs - MINUTE).spo2();
  return visit.watched(60);
}
const candidate = (visit: ReturnType<typeof aVisit>) => baselineCandidate(visit.state, visit.now);

describe('the baseline', () => {
  test('PH-16 it is the mean of both BPs and says when the newest was', () => {
    const visit = aVisit().bp(120, 70).after(MINUTE).bp(131, 75).spo2().watched(60);
    expect(candidate(visit)).toMatchObject({
      ok: true,
      value: { systolicMmHg: 126, diastolicMmHg: 73, meanMmHg: 90, nibpAt: visit.now - MINUTE, frozenAt: visit.now },
    });
  });
  test('PH-16 the cuff’s own mean is used where it gives one', () => {
    const visit = aVisit();
    for (const meanMmHg of [100, 104])
      visit.after(MINUTE).reading({
        kind: 'nibp',
        measuredAt: visit.now,
        quality: 'good',
        causes: [],
        systolicMmHg: 120,
        diastolicMmHg: 80,
        meanMmHg,
      });
    visit.spo2().watched(60);
    expect(candidate(visit)).toMatchObject({ ok: true, value: { meanMmHg: 102 } });
  });

  test.each([
    ['none', [], 'needs 2 BPs, 1 to 5 min apart'],
    ['one', [0], 'another BP 1 to 5 min after the last'],
    ['1 s too near', [0, 1 - 1 / 60], 'another BP 1 to 5 min after the last'],
    ['1 min apart', [0, 1], ''],
    ['5 min apart', [0, 5], ''],
    ['1 s too far', [0, 5 + 1 / 60], 'another BP 1 to 5 min after the last'],
    ['a middle one too near both', [0, 0.5, 1], ''],
    ['the newest with a partner before the middle one', [0, 2, 2.5], ''],
  ])('PH-16 BPs: %s', (_, at, missing) => {
    const answer = candidate(withBps(at));
    expect(told(answer)).toContain(missing === '' ? 'accepted' : missing);
  });
  test.each([
    [15 * MINUTE, 'accepted'],
    [15 * MINUTE + SECOND, 'older than 15 min: take 2 new ones, 1 to 5 min apart'],
  ])('PH-16 the newest BP %i ms before the start', (age, answer) => {
    expect(told(candidate(withBps([0, 2], age)))).toContain(answer);
  });
  test('PH-16 a newest BP without a partner in reach asks for two', () => {
    expect(told(candidate(withBps([0, 6], 6 * MINUTE)))).toContain('no partner 1 to 5 min before it: take 2 new ones');
  });
  test('PH-16 one exactly as old as its partner may be still asks for that partner', () => {
    expect(told(candidate(withBps([0], 5 * MINUTE)))).toContain('needs another BP 1 to 5 min after the last.');
    expect(told(candidate(withBps([0], 5 * MINUTE + 1)))).toContain('has no partner 1 to 5 min before it');
  });
  test('PH-16 of three good ones the newest two count; where three are asked for, all of them', () => {
    const three = (protocol: ClinicalProtocol) => {
      const visit = aVisit({ protocol }).bp(100, 60).after(MINUTE).bp(120, 70).after(MINUTE).bp(140, 80).spo2();
      return candidate(visit.watched(60));
    };
    expect(three(ivKetamine)).toMatchObject({ ok: true, value: { systolicMmHg: 130, diastolicMmHg: 75 } });
    const ofThree = { ...ivKetamine, baseline: { ...ivKetamine.baseline, nibpCount: 3 } };
    expect(three(ofThree)).toMatchObject({ ok: true, value: { systolicMmHg: 120, diastolicMmHg: 70 } });
    expect(told(candidate(aVisit({ protocol: ofThree }).bp().after(MINUTE).bp().spo2().watched(60)))).toContain(
      'another BP',
    );
  });
  test.each([
    [30, 97],
    [31, 96],
    [29, 98],
  ])('PH-17 the median of %i values of 96 and the others of 98', (low, median) => {
    const visit = aVisit().bp().after(MINUTE).bp().spo2();
    visit.watched(low, 96).watched(60 - low, 98);
    expect(candidate(visit)).toMatchObject({ ok: true, value: { spo2Pct: median } });
  });
  test('PH-16 for a start recorded late, BPs taken after it do not count', () => {
    const visit = makeReady(aVisit());
    expect(told(baselineCandidate(visit.state, visit.now, visit.now))).toBe('accepted');
    expect(told(baselineCandidate(visit.state, visit.now, visit.now - 1))).toContain('another BP');
  });

  test('PH-17 SpO2 and pulse are medians, so a few odd seconds do not count', () => {
    const visit = aVisit().bp().after(MINUTE).bp().spo2(97, 70).watched(29, 97, 70).watched(2, 80, 130);
    visit.watched(30, 98, 74);
    expect(candidate(visit)).toMatchObject({ ok: true, value: { spo2Pct: 98, pulseBpm: 74 } });
  });
  test.each([
    ['59 s', (v: Ready) => v.spo2().watched(59), '60 s of good signal: 59 s so far'],
    ['60 s', (v: Ready) => v.spo2().watched(60), 'accepted'],
    [
      '60 s, the last value 5 s old',
      (v: Ready) =>
        v
          .spo2()
          .watched(60)
          .after(5 * SECOND),
      'accepted',
    ],
    ['60 s, the last value too old', (v: Ready) => v.spo2().watched(60).after(5001), 'look at the probe'],
    [
      'a gap of 5 s',
      (v: Ready) =>
        v
          .spo2()
          .watched(30)
          .after(4 * SECOND)
          .watched(30),
      'accepted',
    ],
    [
      'a gap of 6 s',
      (v: Ready) =>
        v
          .spo2()
          .watched(30)
          .after(5 * SECOND)
          .watched(30),
      '29 s so far',
    ],
    ['none', (v: Ready) => v, 'look at the probe'],
  ] as const)('PH-17 good signal for %s', (_, signal, answer) => {
    expect(told(candidate(signal(aVisit().bp().after(MINUTE).bp())))).toContain(answer);
  });
  test('PH-17 poor signal and seconds without a pulse do not count', () => {
    const poor = aVisit().bp().after(MINUTE).bp().spo2();
    for (let s = 0; s < 60; s += 1) poor.after(SECOND).spo2(98, 72, { quality: 'poor', causes: ['motion'] });
    expect(told(candidate(poor))).toContain('look at the probe');
    const pulseless = aVisit().bp().after(MINUTE).bp();
    for (let s = 0; s <= 60; s += 1)
      pulseless
        .after(SECOND)
        .reading({ kind: 'oximetry', measuredAt: pulseless.now, quality: 'good', causes: [], spo2Pct: 98 });
    expect(told(candidate(pulseless))).toContain('look at the probe');
  });
  test('PH-17 a probe that was off begins the minute anew: what came before may be another finger', () => {
    const visit = aVisit().bp().after(MINUTE).bp().spo2().watched(60);
    expect(told(candidate(visit))).toBe('accepted');
    visit.after(SECOND).probeOff().after(SECOND).spo2();
    expect(told(candidate(visit))).toContain('0 s so far');
    expect(told(candidate(visit.watched(59)))).toContain('59 s so far');
    expect(told(candidate(visit.watched(1)))).toBe('accepted');
  });
  test('PH-17 another chair begins the minute anew', () => {
    const visit = makeReady(aVisit()).record({ type: 'chair-changed', chairId: 'chair-2' });
    expect(told(candidate(visit))).toContain('look at the probe');
    expect(told(candidate(visit.after(SECOND).spo2()))).toContain('0 s so far');
  });
  test('PH-17 it states the oxygen flow, and a change of flow begins the minute anew', () => {
    const visit = makeReady(aVisit());
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 2 } });
    expect(told(candidate(visit))).toContain('60 s of good signal');
    visit.watched(61);
    expect(candidate(visit)).toMatchObject({ ok: true, value: { oxygenLPerMin: 2 } });
  });

  test('PH-18 it is frozen with the start, in one decision', () => {
    const visit = makeReady(aVisit());
    const answer = visit.ask({ type: 'infusion:start', minutesAgo: 0 });
    expect(answer.ok && answer.value.map((event) => event.type)).toEqual(['baseline-frozen', 'infusion-started']);
  });
  test('PH-18 with the first device, too', () => {
    const visit = makeReady(aVisit({ protocol: esketamine }));
    const answer = visit.ask({ type: 'device:give', mg: 28, lot: 'L', minutesAgo: 0 });
    const types = ['baseline-frozen', 'infusion-started', 'device-given'];
    expect(answer.ok && answer.value.map((event) => event.type)).toEqual(types);
  });
  test('PH-18 frozen earlier, it stays as it was', () => {
    const visit = makeReady(aVisit()).give({ type: 'baseline:freeze' });
    const frozen = visit.state.baseline;
    visit.after(MINUTE).bp(140, 88).give({ type: 'infusion:start', minutesAgo: 0 });
    expect(visit.state.baseline).toEqual(frozen);
  });
  test('PH-18 frozen too early, it is asked for again', () => {
    const visit = makeReady(aVisit())
      .give({ type: 'baseline:freeze' })
      .after(15 * MINUTE);
    expect(told(visit.ask({ type: 'infusion:start', minutesAgo: 0 }))).toBe('accepted');
    visit.after(1);
    expect(told(visit.ask({ type: 'infusion:start', minutesAgo: 0 }))).toContain('freeze the baseline again');
    visit.after(MINUTE).bp().after(MINUTE).bp().spo2().watched(60).give({ type: 'baseline:freeze' });
    expect(told(visit.ask({ type: 'infusion:start', minutesAgo: 0 }))).toBe('accepted');
  });
  test('PH-18 freezing names what is missing', () => {
    expect(told(aVisit().ask({ type: 'baseline:freeze' }))).toBe(
      'not-ready: The baseline needs 2 BPs, 1 to 5 min apart: take the first. SpO₂ and pulse need 60 s of good signal: look at the probe.',
    );
  });
});
type Ready = ReturnType<typeof aVisit>;
