import { describe, expect, test } from 'vitest';
import { aVisit, ivKetamine, MINUTE, SECOND, told } from '../../../tests/support/visit-builder.ts';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import { checkProtocol } from '../clinical-protocol-check.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { dischargeCriteria } from '../discharge.ts';
import type { Entry, Response, Scale } from '../entry.ts';
import { SCALE_ITEMS, SCALE_RANGE, USUAL_SCALES } from '../entry.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { chairView } from '../view.ts';

const record = (entry: Entry, minutesAgo: 0 | 5 = 0) => ({ type: 'entry:record', entry, minutesAgo }) as const;
const byHand = (values: Omit<Extract<Entry, { kind: 'vitals' }>, 'kind'>) => record({ kind: 'vitals', ...values });

describe('vital signs by hand', () => {
  test.each([
    [{}, 'malformed'],
    [{ spo2Pct: 29 }, 'out-of-range'],
    [{ spo2Pct: 30 }, 'accepted'],
    [{ spo2Pct: 100 }, 'accepted'],
    [{ spo2Pct: 101 }, 'out-of-range'],
    [{ spo2Pct: 96.5 }, 'out-of-range'],
    [{ pulseBpm: 14 }, 'out-of-range'],
    [{ pulseBpm: 15 }, 'accepted'],
    [{ pulseBpm: 301 }, 'out-of-range'],
    [{ respiratoryRatePerMin: 0 }, 'accepted'],
    [{ respiratoryRatePerMin: 80 }, 'accepted'],
    [{ respiratoryRatePerMin: 81 }, 'out-of-range'],
    [{ spo2Pct: 97, pulseBpm: 400 }, 'out-of-range'],
  ])('PH-143 %o: %s', (values, expected) => {
    expect(told(aVisit({ phase: 'recovery' }).ask(byHand(values))).split(':')[0]).toBe(expected);
  });
  test('PH-143 it keeps the time it was taken, and changes nothing that is live or judged', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 12 });
    const before = visit.state;
    visit.give(record({ kind: 'vitals', spo2Pct: 70, pulseBpm: 30, respiratoryRatePerMin: 4 }, 5)).tick();
    const { entries, latestAt: _, ...after } = visit.state;
    const { entries: none, latestAt: __, ...unchanged } = before;
    expect(after).toEqual(unchanged);
    expect(entries).toHaveLength(none.length + 1);
    expect(entries.at(-1)).toMatchObject({ at: visit.now - 5 * MINUTE, entry: { kind: 'vitals', spo2Pct: 70 } });
  });
  test.each([84, 98])('PH-143 %s by hand neither ends nor raises the alert of a lost low SpO2', (spo2Pct) => {
    const entered = watched().steady(0, 20, 88).tick(40);
    const without = watched().steady(0, 20, 88).tick(40);
    entered.record(41, {
      type: 'entry-recorded',
      entryId: 'e',
      happenedAt: at(41),
      byName: 'N. Okafor',
      entry: { kind: 'vitals', spo2Pct },
    });
    expect(entered.tick(200).log()).toEqual(without.tick(200).log());
    expect(viewAt(entered, 200).spo2.status).toBe('stale');
    expect(viewAt(entered, 200).alerts.map(({ kind }) => kind)).toContain('spo2-low');
  });
  test('PH-143 it meets no criterion', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 3 }).after(MINUTE);
    const before = dischargeCriteria(visit.state, visit.now);
    expect(dischargeCriteria(visit.give(byHand({ spo2Pct: 99 })).state, visit.now)).toEqual(before);
  });
});

describe('which scales are asked', () => {
  const viewOf = (protocol: ClinicalProtocol) => {
    const visit = aVisit({ protocol });
    const chair = { chairId: 'chair-1', name: 'Chair 1' };
    return chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, visit.now);
  };
  const withScales = (on: readonly Scale[]): ClinicalProtocol => ({ ...ivKetamine, scales: { on, source: 'clinic' } });

  test('PH-144 the shipped protocols have the usual ones on, an earlier one has them too', () => {
    for (const { scales } of publishedProtocols) expect(scales?.on).toEqual(USUAL_SCALES);
    const { scales: _, ...earlier } = ivKetamine;
    expect(viewOf(earlier).treatment?.scales).toEqual(USUAL_SCALES);
  });
  test('PH-144 a protocol turns others on', () => {
    const on: readonly Scale[] = [...USUAL_SCALES, 'aldrete', 'cadss-6', 'rass', 'pain'];
    expect(checkProtocol(withScales(on)).ok).toBe(true);
    expect(viewOf(withScales(on)).treatment?.scales).toEqual(on);
  });
  test.each(USUAL_SCALES)('PH-144 %s cannot be turned off', (scale) => {
    const checked = checkProtocol(withScales(USUAL_SCALES.filter((each) => each !== scale)));
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.refusal.message).toContain(`scales.on: ${scale} is needed`);
  });
});

describe('a scale that is a sum', () => {
  test.each([
    ['aldrete', 9, [2, 2, 2, 2, 1], 'accepted'],
    ['aldrete', 10, [2, 2, 2, 2, 1], 'out-of-range'],
    ['aldrete', 8, [2, 2, 2, 2], 'out-of-range'],
    ['aldrete', 9, [3, 2, 2, 2, 0], 'out-of-range'],
    ['aldrete', 9, [2.5, 2, 2, 2, 0.5], 'out-of-range'],
    ['aldrete', 9, undefined, 'accepted'],
    ['cadss-6', 24, [4, 4, 4, 4, 4, 4], 'accepted'],
    ['cadss-6', 4, [5, 0, 0, 0, 0, -1], 'out-of-range'],
    ['pain', 3, [3], 'out-of-range'],
    ['rass', -5, undefined, 'accepted'],
    ['rass', -6, undefined, 'out-of-range'],
    ['rass', 4, undefined, 'accepted'],
    ['rass', 5, undefined, 'out-of-range'],
  ] as const)('PH-145 %s %s of %o: %s', (scale, score, items, expected) => {
    const entry: Entry = { kind: 'scale', scale, score, ...(items && { items }) };
    expect(told(aVisit({ phase: 'recovery' }).ask(record(entry))).split(':')[0]).toBe(expected);
  });
  test('PH-145 the items of each make its range', () => {
    for (const [scale, { count, most }] of Object.entries(SCALE_ITEMS))
      expect(SCALE_RANGE[scale as Scale]).toEqual([0, count * most]);
  });
});

describe('after “drowsy” and “not responding”', () => {
  const chair = { chairId: 'chair-1', name: 'Chair 1' };
  const asked = (visit: ReturnType<typeof aVisit>) =>
    chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, visit.now).moaasAsked;
  const responds = (response: Response) => record({ kind: 'response', response });
  const moaas = (score: number) => record({ kind: 'scale', scale: 'moaas', score });

  test.each([
    ['normal', null],
    ['drowsy', { response: 'drowsy' }],
    ['none', { response: 'none' }],
  ] as const)('PH-146 %s', (response, expected) => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).give(responds(response));
    if (expected === null) expect(asked(visit)).toBeNull();
    else expect(asked(visit)).toEqual({ ...expected, at: visit.now });
  });
  test('PH-146 until one is entered, which is judged', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).give(moaas(5)).after(SECOND).give(responds('none'));
    expect(asked(visit)).not.toBeNull();
    expect(visit.tick().state.alerts.sedation).toBeUndefined();
    visit.after(SECOND).give(moaas(1)).tick();
    expect(asked(visit)).toBeNull();
    expect(visit.state.alerts.sedation?.priority).toBe('high');
  });
  test('PH-146 or the patient responds normally again, or the watch is over', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 1 }).give(responds('drowsy'));
    expect(asked(visit)).not.toBeNull();
    expect(asked(visit.after(SECOND).give(responds('normal')))).toBeNull();
    expect(asked(aVisit({ phase: 'discharge' }).give(responds('drowsy')))).toBeNull();
  });
});
