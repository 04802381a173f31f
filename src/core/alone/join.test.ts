import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AloneVisit, alertLog } from '../../../tests/support/alone-visit.ts';
import { administrator, nurse, screen } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import type { Reading } from '../reading.ts';
import { evaluate } from '../alerts/evaluate.ts';
import { evolve } from '../visit.ts';
import { tellAlone } from './alone-run.ts';
import type { WatchedAlone } from './alone.ts';
import { decideJoin } from './decide-alone.ts';
import { seenOf } from './seen.ts';

const spo2 = (value: number): Reading =>
  ({ kind: 'oximetry', measuredAt: 0, quality: 'good', causes: [], spo2Pct: value, pulseBpm: 72 }) as Reading;
const bp = (systolicMmHg: number): Reading =>
  ({ kind: 'nibp', measuredAt: 0, quality: 'good', causes: [], systolicMmHg, diastolicMmHg: 70 }) as Reading;
const off: Reading = { kind: 'oximetry', measuredAt: 0, quality: 'none', causes: ['probe-off'] };

/** A reading each second. */
const steady = (visit: AloneVisit, from: number, to: number, value: number): AloneVisit => {
  for (let second = from; second <= to; second += 1) visit.reading(second, spo2(value));
  return visit;
};

const step = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(80, 84, 86, 88, 89, 91, 93, 97, 98).map(spo2) },
  { weight: 1, arbitrary: fc.constant(off) },
  { weight: 1, arbitrary: fc.constantFrom(82, 97, 120, 148, 163, 182, 195).map(bp) },
);
const stream = fc.array(fc.record({ reading: step, seconds: fc.integer({ min: 1, max: 25 }) }), {
  minLength: 3,
  maxLength: 14,
});

describe('a stream of readings, cut anywhere into server, page alone, server', () => {
  test('PH-73 PH-75 the joined history has each reading once, and the alerts of an engine that was never interrupted', () => {
    fc.assert(
      fc.property(
        stream,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (steps, a, b) => {
          const seconds = steps.flatMap(({ reading, seconds: many }) => Array<Reading>(many).fill(reading));
          const cut = Math.floor(Math.min(a, b) * seconds.length);
          const back = Math.floor(Math.max(a, b) * seconds.length);
          const whole = watched({ tickMs: 250 });
          const joined = new AloneVisit();
          seconds.forEach((reading, second) => {
            if (second === cut) joined.lose(second + 0.4);
            if (second === back && back > cut) joined.join(second + 0.6);
            whole.reading(second + 1, reading);
            joined.reading(second + 1, reading);
          });
          if (joined.isAlone) joined.join(seconds.length + 0.6);
          const end = seconds.length + 30;
          whole.tick(end);
          joined.pass(end);

          const stored = joined.server.events.flatMap((event) =>
            event.type === 'reading-recorded' ? [event.reading.measuredAt] : [],
          );
          expect(stored.toSorted((x, y) => x - y)).toEqual(seconds.map((_, second) => at(second + 1)));
          // What the server could not see, it told itself: a signal or a BP that it missed.
          const ofServer = (line: string): boolean => / (no-spo2|cuff-overdue|adapter-lost) /.test(line);
          const vital = (lines: readonly string[]): readonly string[] => lines.filter((line) => !ofServer(line));
          expect(vital(alertLog(joined.server.events))).toEqual(vital(alertLog(whole.events)));
          const open = Object.values(joined.server.state.alerts).map(({ kind }) => kind);
          expect(new Set(open).size).toBe(open.length);
          const seen = seenOf(joined.server.state);
          const expected = seenOf(whole.state);
          expect(seen.tracks.rules).toEqual(expected.tracks.rules);
          expect(seen.bps).toEqual(expected.bps);
          expect(seen.oximetry).toEqual(expected.oximetry);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const low = (state: AloneVisit['server']['state']) => state.alerts['spo2-low'];

describe('alerts of the page, joined', () => {
  test('PH-74 one acknowledged on the page goes on under its id, acknowledged, with its worst value', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 80, 88);
    const alertId = low(visit.run.state)?.alertId ?? '';
    visit.tap(80.5, { type: 'alert:acknowledge', alertId });
    steady(visit, 81, 84, 87).join(84.5);
    expect(low(visit.server.state)).toMatchObject({
      alertId,
      issuedAt: at(76),
      acknowledged: { byName: 'N. Okafor', place: 'chair', at: at(80.5) },
      excess: { extreme: 87 },
      extremeAtAcknowledgement: 88,
      condition: 'true',
    });
    steady(visit, 85, 90, 87);
    expect(low(visit.server.state)?.acknowledged).toBeDefined();
  });
  test('PH-74 AL-80 a sedation entered on the page is one alert, before its entry has come up and after', () => {
    const visit = steady(new AloneVisit(), 1, 60, 97);
    const entered = (second: number, score: number, happened = second): void => {
      const entry = { kind: 'scale', scale: 'moaas', score } as const;
      const happenedAt = at(happened);
      visit.server.record(second, { type: 'entry-recorded', entryId: `e-${second}`, happenedAt, byName: 'N', entry });
    };
    entered(60.2, 5);
    visit.lose(60.5).tap(70, {
      type: 'entry:record',
      entry: { kind: 'scale', scale: 'moaas', score: 2 },
      minutesAgo: 0,
    });
    steady(visit, 71, 84, 97).join(84.5);
    const facts = () => alertLog(visit.server.events).filter((line) => line.includes('sedation'));
    const issued = facts();
    expect(issued).toHaveLength(1);
    steady(visit, 85, 90, 97);
    entered(90.5, 2, 70);
    expect(facts()).toEqual(issued);
    expect(visit.server.state.alerts.sedation).toMatchObject({ priority: 'medium', issuedAt: at(70) });
    entered(95, 5);
    expect(visit.server.state.alerts.sedation).toBeUndefined();
  });
  test('PH-74 one that ended on the page is ended; a high one nobody acknowledged leaves one mark, from the page', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 70, 80);
    steady(visit, 71, 90, 97).join(90.5);
    expect(low(visit.server.state)).toBeUndefined();
    expect(visit.server.state.latched).toMatchObject([{ kind: 'spo2-low', text: 'SpO₂ 80 < 90', endedAt: at(81) }]);
    steady(visit, 91, 120, 97);
    expect(visit.server.state.latched).toHaveLength(1);
  });
  test('PH-74 one that was open when the server went and ended on the page is ended here too', () => {
    const visit = steady(new AloneVisit(), 1, 20, 88).lose(20.5);
    const alertId = low(visit.server.state)?.alertId;
    expect(alertId).toBeDefined();
    steady(visit, 21, 40, 97).join(40.5);
    expect(low(visit.server.state)).toBeUndefined();
    expect(visit.server.log('spo2-low').filter((line) => line.includes('issued'))).toHaveLength(1);
  });
  test('PH-74 a mark that was cleared on the page is cleared', () => {
    const visit = steady(steady(new AloneVisit(), 1, 10, 80), 11, 40, 97).lose(40.5);
    const alertId = visit.server.state.latched[0]?.alertId ?? '';
    visit.tap(45, { type: 'mark:clear', alertId }).join(46);
    expect(visit.server.state.latched).toEqual([]);
  });
  test('PH-74 of a kind that both had issued one stays, the server’s, seen by whoever saw the page’s', () => {
    const visit = steady(new AloneVisit(), 1, 30, 97).lose(30.5);
    for (let second = 31; second <= 60; second += 1) visit.reading(second, off);
    const theirs = visit.run.state.alerts['no-spo2'];
    visit.tap(60.5, { type: 'alert:acknowledge', alertId: theirs?.alertId ?? '' });
    visit.join(62, 'was away');
    const ours = visit.server.state.alerts['no-spo2'];
    expect(ours).toBeDefined();
    expect(ours?.alertId).not.toBe(theirs?.alertId);
    expect(ours?.acknowledged).toMatchObject({ byName: 'N. Okafor' });
  });
  test('PH-74 a priority the server had raised meanwhile is not lowered by what the page did not know', () => {
    const visit = new AloneVisit().lose(15);
    const before = visit.server.state.alerts['no-spo2'];
    expect(before?.priority).toBe('low');
    visit.join(65);
    expect(visit.server.state.alerts['no-spo2']).toMatchObject({ alertId: before?.alertId, priority: 'high' });
  });
  test('PH-74 seen at the station meanwhile and not at the chair: it stays so', () => {
    const visit = steady(new AloneVisit(), 1, 20, 88).lose(20.5);
    const alertId = low(visit.server.state)?.alertId ?? '';
    visit.server.record(25, { type: 'alert-acknowledged', alertId, byName: 'Dr. Ruiz', place: 'station' });
    steady(visit, 21, 30, 88).join(31);
    expect(low(visit.server.state)?.acknowledged).toMatchObject({ byName: 'Dr. Ruiz', place: 'station' });
  });
  test('PH-76 a lost adapter is the server’s to know: its alert neither comes nor goes by a page', () => {
    const visit = steady(new AloneVisit(), 1, 30, 97).lose(30.5);
    visit.server.record(31, { type: 'adapter-disconnected', adapterId: 'a' });
    steady(visit, 31, 60, 97);
    expect(visit.run.state.alerts).toEqual({});
    visit.join(60.5);
    expect(visit.server.state.alerts['adapter-lost']).toBeDefined();
    visit.server.record(61, { type: 'adapter-connected', adapterId: 'a' });
    steady(visit, 62, 70, 97);
    expect(visit.server.state.alerts).toEqual({});
  });
  test('PH-76 a server that was away issues what it could not see, and ends it when it is told of the signal', () => {
    const visit = steady(new AloneVisit(), 1, 30, 97).lose(30.5);
    steady(visit, 31, 120, 97).join(121, 'was away');
    expect(visit.server.log('no-spo2')).toEqual(['121 issued no-spo2 high', '121 ended no-spo2 in-range']);
    expect(visit.server.state.alerts).toEqual({});
  });
});

describe('readings of the page, joined', () => {
  test('PH-75 a BP that the page judged is judged once, also when the two clocks differ by a little', () => {
    const visit = steady(new AloneVisit(), 1, 30, 97).lose(30.5).reading(40, bp(165));
    const waiting = visit.run.state.alerts['bp-high'];
    expect(waiting?.confirmation?.state).toBe('waiting');
    visit.join(50);
    visit.server.reading(40.02, bp(165), 11_000);
    expect(visit.server.state.bps).toHaveLength(1);
    expect(visit.server.state.alerts['bp-high']).toMatchObject({
      alertId: waiting?.alertId,
      confirmation: { state: 'waiting' },
    });
    visit.server.reading(70, bp(166));
    expect(visit.server.state.alerts['bp-high']?.confirmation?.state).toBe('confirmed');
  });
  test('PH-75 of two pages on one chair each brings what it read', () => {
    const oximeter = steady(new AloneVisit(), 1, 30, 97).lose(30.5);
    const cuff = steady(new AloneVisit('two'), 1, 30, 97).lose(30.5).reading(45, bp(190));
    steady(oximeter, 31, 60, 88).join(61);
    cuff.join(61);
    const state = cuff.told.reduce((now, { facts, ...told }) => {
      const event = { type: 'watched-alone', screenId: 'two', ...told, facts: facts as never } as const;
      return evolve(now, { ...event, at: at(62), actor: { kind: 'system' } });
    }, oximeter.server.state);
    // The page with the cuff alone missed the signal; the first one had it.
    const ended = evaluate(state, at(62), () => 'new').events.map(({ type }) => type);
    expect(ended).toContain('alert-ended');
    expect(Object.keys(state.alerts).sort()).toEqual(['bp-high', 'no-spo2', 'spo2-low']);
    expect(state.lastSpo2?.at).toBe(at(60));
    expect(state.bps).toHaveLength(1);
  });
  test('PH-75 what was read of another device than the chair has now is not taken over', () => {
    const visit = steady(new AloneVisit(), 1, 30, 97);
    visit.server.record(30, { type: 'device-changed', kind: 'oximeter', deviceId: 'd' });
    visit.lose(30.5);
    steady(visit, 31, 60, 96);
    visit.server.record(60.2, { type: 'device-changed', kind: 'oximeter', deviceId: 'other' });
    const { told } = tellAlone(visit.run, at(61));
    const event = { type: 'watched-alone', screenId: 's', ...told, facts: [] } as const;
    const state = evolve(visit.server.state, { ...event, at: at(61), actor: { kind: 'system' } });
    expect(state.oximetry).toBeUndefined();
    expect(state.lastSpo2?.at).toBe(at(30));
  });
  test('PH-74 WS-88 a visit that is over takes nothing on, and says so', () => {
    const visit = steady(steady(new AloneVisit(), 1, 30, 97).lose(30.5), 31, 60, 80);
    visit.server.record(61, { type: 'visit-ended', ending: 'transferred', byName: 'N. Okafor' });
    const { state } = visit.server;
    const { told } = tellAlone(visit.run, at(61));
    const by = { now: at(62), actor: nurse, screenId: 's' };
    expect(decideJoin(state, told, by)).toMatchObject({ ok: false, refusal: { code: 'wrong-phase' } });
    const event = { type: 'watched-alone', screenId: 's', ...told, facts: [], at: at(62), actor: nurse } as const;
    expect({ ...evolve(state, event), latestAt: 0 }).toEqual({ ...state, latestAt: 0 });
  });
  test('PH-77 of an oximeter that was swapped meanwhile nothing looks live, ends an alert or begins one', () => {
    for (const [way, back] of [
      ['another one', 'ox-2'],
      ['the same one again, after another', 'd'],
    ]) {
      const visit = new AloneVisit();
      visit.server.record(0, { type: 'device-changed', kind: 'oximeter', deviceId: 'd' });
      steady(visit, 1, 30, 97).lose(30.5);
      visit.server.record(31, { type: 'device-changed', kind: 'oximeter', deviceId: 'ox-2' });
      for (let second = 32; second < 60; second += 1) {
        const source = { deviceId: 'ox-2', epoch: 'two', seq: second };
        const reading = { ...spo2(82), measuredAt: at(second) } as Reading;
        visit.server.record(second, { type: 'reading-recorded', source, reading });
      }
      if (back === 'd') visit.server.record(60.2, { type: 'device-changed', kind: 'oximeter', deviceId: back });
      const before = visit.server.state;
      expect(low(before)?.priority, way).toBe('high');
      steady(visit, 31, 40, 80);
      steady(visit, 41, 60, 97).join(60.5);
      const { state } = visit.server;
      expect([way, state.lastSpo2, state.oximetry]).toEqual([way, before.lastSpo2, before.oximetry]);
      expect([way, low(state)]).toEqual([way, low(before)]);
      expect([way, state.tracks.rules, state.latched]).toEqual([way, before.tracks.rules, []]);
    }
  });
  test('PH-77 of a cuff that was swapped meanwhile neither its cycle, its failure nor its pressures count', () => {
    const visit = new AloneVisit();
    visit.server.record(0, { type: 'device-changed', kind: 'cuff', deviceId: 'cuff-1' });
    visit.deviceId = 'cuff-1';
    visit.lose(30.5).reading(40, bp(190));
    visit.reading(50, { kind: 'cuff-pressure', measuredAt: 0, quality: 'good', causes: [], cuffPressureMmHg: 90 });
    visit.reading(55, { kind: 'nibp-failed', measuredAt: 0, quality: 'none', causes: [], failure: 'cuff-leak' });
    visit.server.record(35, { type: 'device-changed', kind: 'cuff', deviceId: 'cuff-2' });
    expect(visit.run.state.alerts['bp-high']?.priority).toBe('high');
    visit.join(60);
    const { bps, lastBpFailure, cuffPressure, alerts, tracks } = visit.server.state;
    expect({ bps, lastBpFailure, cuffPressure }).toEqual({ bps: [] });
    expect([alerts['bp-high'], tracks.rules['bp-high'], tracks.heardAt?.cuff]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the same stretch again', () => {
  test('PH-78 what a screen has told already is refused, and no alert comes twice: fifty repeats leave one mark', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 70, 80);
    steady(visit, 71, 90, 97).join(90.5);
    const [told] = visit.told as [WatchedAlone];
    const by = { now: at(91), actor: nurse, screenId: screen.screenId };
    expect(decideJoin(visit.server.state, told, by)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(decideJoin(visit.server.state, { ...told, from: told.until, facts: [] }, by).ok).toBe(true);
    const marks = (state: AloneVisit['server']['state']) => state.latched.map(({ alertId }) => alertId);
    const once = visit.server.state;
    let { state } = visit.server;
    for (let n = 0; n < 50; n += 1) {
      const event = { type: 'watched-alone', screenId: `screen-${n}`, ...told, facts: told.facts as never } as const;
      state = evolve(state, { ...event, at: at(91), actor: nurse });
    }
    expect(marks(state)).toEqual(marks(once));
    expect(Object.keys(state.told?.until ?? {})).toHaveLength(8);
    const [mark = ''] = marks(once);
    const cleared = {
      type: 'latched-mark-cleared',
      alertId: mark,
      byName: 'N. Okafor',
      at: at(92),
      actor: nurse,
    } as const;
    const again = { type: 'watched-alone', screenId: 'z', ...told, facts: told.facts as never } as const;
    expect(marks(evolve(evolve(state, cleared), { ...again, at: at(93), actor: nurse }))).toEqual([]);
  });
  test('PH-74 an acknowledgement that was not recorded leaves its mark: whether one stays is for the server to say', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 70, 80);
    visit.tap(70.5, { type: 'alert:acknowledge', alertId: low(visit.run.state)?.alertId ?? '' });
    steady(visit, 71, 90, 97);
    const { told } = tellAlone(visit.run, at(90));
    const facts = told.facts.filter(({ type }) => type !== 'alert-acknowledged');
    const event = { type: 'watched-alone', screenId: 's', ...told, facts: facts as never } as const;
    expect(evolve(visit.server.state, { ...event, at: at(91), actor: nurse }).latched).toHaveLength(1);
  });
});

describe('what a page may tell', () => {
  const told = () => {
    const visit = steady(steady(new AloneVisit(), 1, 30, 97).lose(30.5), 31, 60, 80);
    return { visit, told: tellAlone(visit.run, at(60)).told };
  };
  const asked = (change: Partial<WatchedAlone>, now = 61, actor: Actor = nurse) => {
    const { visit, told: plain } = told();
    return decideJoin(visit.server.state, { ...plain, ...change }, { now: at(now), actor, screenId: 's' });
  };
  const fact = told().told.facts[0];
  const waiting = (forMs: number) => ({
    ...{ type: 'alert-issued', alertId: 'bp', at: at(40), kind: 'bp-high', priority: 'medium', onsetAt: at(40) },
    confirmUntil: at(40) + forMs,
  });
  test.each([
    ['as it was', {}, 'accepted'],
    ['its end before its begin', { until: at(30) }, 'malformed'],
    ['ahead of the clinic', { until: at(63.001) }, 'future'],
    ['as far ahead as clocks differ', { until: at(63) }, 'accepted'],
    ['before the visit', { from: at(-1) }, 'out-of-range'],
    ['a fact after its end', { facts: [{ ...fact, at: at(60.001) }] }, 'malformed'],
    ['a fact before its begin', { facts: [{ ...fact, at: at(30.4) }] }, 'malformed'],
    [
      'facts out of order',
      {
        facts: [
          { ...fact, at: at(40) },
          { ...fact, at: at(39) },
        ],
      },
      'malformed',
    ],
    ['readings after its end', { until: at(59), facts: [] }, 'malformed'],
    ['an onset at the opening', { facts: [{ ...fact, onsetAt: at(0) }] }, 'accepted'],
    ['an onset before the visit', { facts: [{ ...fact, onsetAt: at(0) - 1 }] }, 'malformed'],
    ['an onset after the alert', { facts: [{ ...fact, onsetAt: (fact?.at ?? 0) + 1 }] }, 'malformed'],
    ['a BP that waits as long as it may', { facts: [waiting(180_000)] }, 'accepted'],
    ['a BP that waits longer', { facts: [waiting(180_001)] }, 'malformed'],
    ['an SpO2 that waits', { facts: [{ ...fact, confirmUntil: at(60) }] }, 'malformed'],
    ['a priority that its rule has not', { facts: [{ ...fact, kind: 'sedation', priority: 'low' }] }, 'malformed'],
  ])('WS-83 %s', (_, change, expected) => {
    const answer = asked(change as Partial<WatchedAlone>);
    expect(answer.ok ? 'accepted' : answer.refusal.code).toBe(expected);
  });
  test('WS-83 more than 12 h ago', () => {
    const answer = asked({}, 31 + 12 * 3600);
    expect(answer.ok ? 'accepted' : answer.refusal.code).toBe('stale');
  });
  test.each([
    ['a nurse', nurse, ['alert-acknowledged', 'alert-audio-paused', 'latched-mark-cleared']],
    ['nobody named', screen, ['alert-audio-paused']],
    ['an administrator', administrator, []],
  ] as const)('WS-84 of a person’s acts those of %s: %s', (_, actor, expected) => {
    const facts = [
      { type: 'alert-acknowledged', alertId: 'a', at: at(40) },
      { type: 'alert-audio-paused', alertId: 'a', at: at(41), until: at(4_000) },
      { type: 'latched-mark-cleared', alertId: 'a', at: at(42) },
    ] as const;
    const answer = asked({ facts }, 61, actor);
    const [event] = answer.ok ? answer.value : [];
    const kept = event?.type === 'watched-alone' ? event.facts : [];
    expect(kept.map(({ type }) => type)).toEqual(expected);
    expect(kept.every((each) => 'byName' in each && each.byName === nameOf(actor))).toBe(true);
    for (const each of kept) if (each.type === 'alert-audio-paused') expect(each.until).toBe(at(41 + 120));
  });
});
