import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { NibpFailedReading, NibpReading, OximetryReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert, AlertKind } from './alert.ts';
import { confirmationFact, isBetweenLimits, waitsUntil } from './confirmation.ts';
import { cuffOverdueFact, cuffOverdueHighAt } from './cuff-overdue.ts';
import type { DueFact } from './due-fact.ts';
import { noSpo2Fact } from './no-spo2.ts';
import { rulesOf } from './rules-of.ts';
import type { LevelTrack } from './track.ts';

const INFUSION: VisitState = { ...watched({ tickMs: 0 }).state, latestAt: at(0) };
const RECOVERY: VisitState = {
  ...watched({ tickMs: 0 }).record(1, { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' }).state,
  latestAt: at(0),
};
const BASELINE: VisitState = { ...watched({ tickMs: 0, phase: 'baseline' }).state, latestAt: at(0) };

const alertOf = (kind: AlertKind, more: Partial<Alert> = {}): Alert => ({
  alertId: 'x',
  kind,
  priority: 'medium',
  onsetAt: at(100),
  issuedAt: at(110),
  priorityAt: at(110),
  condition: 'true',
  ...more,
});
const having = (state: VisitState, ...alerts: readonly Alert[]): VisitState => ({
  ...state,
  alerts: Object.fromEntries(alerts.map((alert) => [alert.kind, alert])),
});
const lostLink = (device: 'oximeter' | 'cuff') => ({ links: { [device]: { connected: false, since: at(50) } } });

/** `110 issued low since 100: No readings`. */
function told(due: DueFact | undefined, by = Number.MAX_VALUE): string | undefined {
  if (due === undefined || due.at > by) return undefined;
  const { type, ...body } = due.body(() => 'x');
  expect('alertId' in body && body.alertId).toBe('x');
  const said = [(due.at - at(0)) / 1000, type.slice('alert-'.length)];
  if ('priority' in body) said.push(body.priority);
  if ('cause' in body) said.push(body.cause);
  if ('onsetAt' in body) said.push(`since ${(body.onsetAt - at(0)) / 1000}`);
  if ('reason' in body && body.reason !== undefined) said.push(`(${body.reason})`);
  return said.join(' ');
}
type Fact = (state: VisitState) => DueFact | undefined;
/** Not a millisecond earlier, and the same however late it is looked at. */
function onlyThen(fact: Fact, state: VisitState, expected: string): void {
  const second = Number.parseFloat(expected);
  expect(told(fact(state), at(second - 0.001))).toBeUndefined();
  expect(told(fact(state), at(second))).toBe(expected);
  expect(told(fact(state), at(second + 9))).toBe(expected);
}
const never = (fact: Fact, state: VisitState): void => {
  expect(told(fact(state))).toBeUndefined();
};

describe('no SpO2', () => {
  const last = (second: number) => ({ lastSpo2: { value: 97, at: at(second) } });
  const LOST = { ...INFUSION, ...last(100) };
  const low = alertOf('no-spo2', { priority: 'low' });
  const medium = alertOf('no-spo2');
  const again = (second: number): VisitState => {
    if (RECOVERY.phase.name !== 'recovery') throw new Error('not in recovery');
    const recovery = { ...RECOVERY.phase.recovery, watchedAgainAt: at(second) };
    return { ...RECOVERY, phase: { ...RECOVERY.phase, recovery } };
  };
  test.each<[string, VisitState, string]>([
    ['10 s from the last value', LOST, '110 issued low since 100 (No readings)'],
    ['20 s', having(LOST, low), '120 raised medium (No readings)'],
    ['60 s', having(LOST, medium), '160 raised high (No readings)'],
    ['medium in recovery', having({ ...RECOVERY, ...last(100) }, low), '120 raised medium (No readings)'],
    ['from the start, without any', INFUSION, '10 issued low since 0 (No readings)'],
    ['from the start, the last before it', { ...INFUSION, ...last(-50) }, '10 issued low since 0 (No readings)'],
    ['from the end of the infusion on as before', RECOVERY, '10 issued low since 0 (No readings)'],
    ['from the watch that goes on', again(50), '60 issued low since 50 (No readings)'],
    ['the last after that', { ...again(50), ...last(100) }, '110 issued low since 100 (No readings)'],
    ['a value in between', having({ ...INFUSION, ...last(158) }, medium), '163 raised high (No readings)'],
  ])('AL-13 AL-195 %s', (_, state, expected) => {
    onlyThen(noSpo2Fact, state, expected);
  });
  test('AL-13 it is high while infusing alone, once, and nowhere before', () => {
    never(noSpo2Fact, having({ ...RECOVERY, ...last(100) }, medium));
    never(noSpo2Fact, having(LOST, alertOf('no-spo2', { priority: 'high' })));
    never(noSpo2Fact, BASELINE);
  });
  test('AL-15 absorbed by a lost adapter it says nothing; of the other device it does', () => {
    never(noSpo2Fact, { ...having(LOST, alertOf('adapter-lost')), ...lostLink('oximeter') });
    const state = { ...having(LOST, alertOf('adapter-lost')), ...lostLink('cuff') };
    onlyThen(noSpo2Fact, state, '110 issued low since 100 (No readings)');
  });
  test('AL-87 somebody with the patient keeps it from high, and from nothing else', () => {
    const attended = { attended: { until: at(200), byName: 'N. Okafor' } };
    onlyThen(noSpo2Fact, { ...having(LOST, medium), ...attended }, '200 raised high (No readings)');
    onlyThen(noSpo2Fact, { ...having(LOST, low), ...attended }, '120 raised medium (No readings)');
  });
  const said = (second: number, more: Partial<OximetryReading>) => ({
    oximetry: { kind: 'oximetry', measuredAt: at(second), quality: 'none', causes: ['probe-off'], ...more } as const,
  });
  test.each<[string, Partial<VisitState>, string]>([
    ['what the device said 5 s ago', said(105, {}), 'Probe off'],
    ['nothing of what it said earlier', said(104.999, {}), 'No readings'],
    ['nothing of a value', said(105, { spo2Pct: 97 }), 'No readings'],
    ['that its adapter is lost', lostLink('oximeter'), 'Adapter lost'],
    ['what the device said first', { ...said(105, {}), ...lostLink('oximeter') }, 'Probe off'],
  ])('AL-1 AL-13 the reason is %s', (_, more, reason) => {
    onlyThen(noSpo2Fact, { ...LOST, ...more }, `110 issued low since 100 (${reason})`);
  });
  test.each<[number, number, string | undefined]>([
    [101, 106, '106 ended in-range'],
    [101, 105.999, undefined],
    [100, 106, undefined],
    [100.001, 106, '106 ended in-range'],
  ])('AL-13 a run of values from %s to %s s', (since, lastAt, expected) => {
    const state = {
      ...having({ ...INFUSION, ...last(lastAt) }, medium),
      tracks: { rules: {}, spo2Run: { since: at(since), lastAt: at(lastAt) } },
    };
    expect(told(noSpo2Fact(state), at(107))).toBe(expected);
    // Never dated before what was known.
    expect(told(noSpo2Fact({ ...state, latestAt: at(110) }), at(110))).toBe(expected && '110 ended in-range');
  });
  test('AL-85 what the cuff took away is medium a minute after it began, and high as much later as ever', () => {
    const taken = {
      ...LOST,
      setUp: { cuffArm: 'left', oximeterHand: 'left' },
      tracks: { rules: {}, inflation: { since: at(98), lastAt: at(130) } },
    } as const;
    onlyThen(noSpo2Fact, taken, '158 issued medium since 100 (No readings)');
    onlyThen(noSpo2Fact, having(taken, medium), '198 raised high (No readings)');
  });
  test('AL-205 one that comes seldom, in pieces', () => {
    const missed = (seconds: number): VisitState => ({
      ...LOST,
      tracks: { rules: {}, spo2Gaps: { lastAt: at(100), gaps: [{ since: at(60), backAt: at(60 + seconds) }] } },
    });
    const seldom = 'No value for 20 s of the last 60 s';
    expect(told(noSpo2Fact(missed(18)), at(107))).toBe(`107 issued low since 100 (${seldom})`);
    expect(told(noSpo2Fact(missed(18)), at(106.999))).toBeUndefined();
    onlyThen(noSpo2Fact, missed(15), '110 issued low since 100 (No readings)');
    onlyThen(noSpo2Fact, having(missed(18), low), '120 raised medium (No readings)');
  });
});

const bp = (second: number, systolicMmHg = 120): NibpReading => ({
  kind: 'nibp',
  measuredAt: at(second),
  quality: 'good',
  causes: [],
  systolicMmHg,
  diastolicMmHg: 70,
});
const failedAt = (second: number): { readonly lastBpFailure: NibpFailedReading } => ({
  lastBpFailure: { kind: 'nibp-failed', measuredAt: at(second), quality: 'none', causes: [], failure: 'weak-signal' },
});
const pressureAt = (second: number): Pick<VisitState, 'cuffPressure'> => ({
  cuffPressure: {
    kind: 'cuff-pressure',
    measuredAt: at(second),
    quality: 'good',
    causes: [],
    cuffPressureMmHg: 140,
  },
});

describe('BP overdue', () => {
  const NONE = '(No reading from the cuff)';
  const FAILED = '(Last cycle failed: ';
  const medium = alertOf('cuff-overdue', { issuedAt: at(720) });
  const bpHigh = (more: Partial<Alert>) => alertOf('bp-high', { priorityAt: at(500), ...more });
  const waiting = { confirmation: { state: 'waiting', until: at(680) } } as const;
  test.each<[string, VisitState, string]>([
    ['2 min after it was due', INFUSION, `720 issued medium since 600 ${NONE}`],
    ['after the newest', { ...INFUSION, bps: [bp(300)] }, `1020 issued medium since 900 ${NONE}`],
    ['two intervals', having(INFUSION, medium), `1200 raised high ${NONE}`],
    ['a cycle is running', { ...INFUSION, ...pressureAt(719) }, `724 issued medium since 600 ${NONE}`],
    ['one was', { ...INFUSION, ...pressureAt(714) }, `720 issued medium since 600 ${NONE}`],
    ['one goes on and on', { ...INFUSION, ...pressureAt(838) }, `840 issued medium since 600 ${NONE}`],
    ['a BP waits', having(INFUSION, bpHigh(waiting)), `800 issued medium since 600 ${NONE}`],
    [
      'a BP waited',
      having(INFUSION, bpHigh({ confirmation: { state: 'unconfirmed' } })),
      `800 issued medium since 600 ${NONE}`,
    ],
    [
      'a BP was confirmed',
      having(INFUSION, bpHigh({ confirmation: { state: 'confirmed' } })),
      `720 issued medium since 600 ${NONE}`,
    ],
    ['a BP did not wait', having(INFUSION, bpHigh({})), `720 issued medium since 600 ${NONE}`],
    [
      'a BP alert of a level that has no wait',
      having(INFUSION, bpHigh({ ...waiting, priority: 'high', priorityAt: at(650) })),
      `770 issued medium since 600 ${NONE}`,
    ],
  ])('AL-14 %s', (_, state, expected) => {
    onlyThen(cuffOverdueFact, state, expected);
  });
  test('AL-14 why: the failure, when it is newer than the newest BP', () => {
    expect(told(cuffOverdueFact({ ...INFUSION, ...failedAt(300) }), at(720))).toContain(FAILED);
    expect(told(cuffOverdueFact({ ...INFUSION, ...failedAt(301), bps: [bp(300)] }), at(1020))).toContain(FAILED);
    for (const second of [299, 300])
      expect(told(cuffOverdueFact({ ...INFUSION, ...failedAt(second), bps: [bp(300)] }), at(1020))).toContain(NONE);
  });
  test('AL-14 a cycle that has failed is not running; the pressure after it is of the next', () => {
    for (const second of [719, 719.5]) {
      const failed = { ...INFUSION, ...pressureAt(719), ...failedAt(second) };
      expect(told(cuffOverdueFact(failed), at(720))).toContain('720 issued medium');
    }
    expect(told(cuffOverdueFact({ ...INFUSION, ...pressureAt(719), ...failedAt(718) }), at(723.999))).toBeUndefined();
  });
  test('AL-14 late it is high at once, and high in recovery never', () => {
    expect(told(cuffOverdueFact({ ...INFUSION, latestAt: at(1200) }), at(1200))).toContain('1200 issued high');
    expect(told(cuffOverdueFact({ ...INFUSION, latestAt: at(1199) }), at(1200))).toContain('1199 issued medium');
    never(cuffOverdueFact, having(RECOVERY, medium));
    never(cuffOverdueFact, having(INFUSION, { ...medium, priority: 'high' }));
    never(cuffOverdueFact, BASELINE);
    expect([INFUSION, RECOVERY, BASELINE].map(cuffOverdueHighAt)).toEqual([at(1200), Infinity, Infinity]);
  });
  test.each<[string, number | undefined, number, string | undefined]>([
    ['as it was issued', 720, 719, '719 ended in-range'],
    ['before it was', 719.999, 719, undefined],
    ['never', undefined, 719, undefined],
    ['and the next is overdue', 720, 720, undefined],
  ])('AL-14 a BP came %s', (_, receivedAt, latest, expected) => {
    const tracks = { rules: {}, ...(receivedAt !== undefined && { bpReceivedAt: at(receivedAt) }) };
    expect(told(cuffOverdueFact({ ...having(INFUSION, medium), tracks, latestAt: at(latest) }), at(721))).toBe(
      expected,
    );
  });
  test('AL-15 absorbed by a lost adapter it says nothing; of the other device it does', () => {
    never(cuffOverdueFact, { ...having(INFUSION, alertOf('adapter-lost')), ...lostLink('cuff') });
    const state = { ...having(INFUSION, alertOf('adapter-lost')), ...lostLink('oximeter') };
    onlyThen(cuffOverdueFact, state, `720 issued medium since 600 ${NONE}`);
  });
});

describe('a BP that waits for its repeat', () => {
  const rule = rulesOf(INFUSION).find(({ alert }) => alert === 'bp-high');
  if (rule === undefined) throw new Error('no such rule');
  const excess = { of: 'systolicMmHg', extreme: 165, is: '>=', limit: 160 } as const;
  const waiting = alertOf('bp-high', {
    priorityAt: at(70),
    excess: { ...excess, extreme: 170 },
    confirmation: { state: 'waiting', until: at(250) },
  });
  const when = (lastAt: number) => ({ since: at(70), heldMs: 0, lastAt: at(lastAt), running: true, excess });
  const MET: LevelTrack = { when: when(70), metAt: at(70) };
  const withLevel = (state: VisitState, level: LevelTrack): VisitState => {
    const levels = rule.levels.map(({ priority }) => (priority === 'medium' ? level : {}));
    return { ...state, tracks: { rules: { 'bp-high': { valueAt: at(70), doubt: 'none', levels } } } };
  };
  const factOf = (level: LevelTrack, alert = waiting, now = 249.999, state = INFUSION) => {
    const tracked = withLevel(having(state, alert), level);
    const track = tracked.tracks.rules['bp-high'];
    const due = track && confirmationFact(tracked, rule, alert, track);
    return due && due.at <= at(now) ? due : undefined;
  };
  test('AL-12 AL-191 it is confirmed by a later reading that meets the level, with the worst value', () => {
    const agreed = { when: when(130), metAt: at(70) };
    expect(told(factOf(agreed))).toBe('0 confirmed');
    expect(factOf(agreed)?.body(String)).toEqual({
      type: 'alert-confirmed',
      alertId: 'x',
      excess: { ...excess, extreme: 170 },
    });
    expect(told(factOf(agreed, { ...waiting, confirmation: { state: 'unconfirmed' } }))).toBe('0 confirmed');
    expect(told(factOf(MET))).toBeUndefined();
    expect(told(factOf({ when: when(130) }))).toBeUndefined();
    expect(told(factOf({ ...agreed }, { ...waiting, confirmation: { state: 'confirmed' } }))).toBeUndefined();
    const { confirmation: _, ...other } = waiting;
    expect(told(factOf(agreed, other))).toBeUndefined();
  });
  test('AL-12 it is unconfirmed once the cuff has failed since', () => {
    expect(told(factOf(MET, waiting, 100, { ...INFUSION, ...failedAt(80), bps: [bp(70)] }))).toMatch(
      /^0 unconfirmed \(Repeat failed: .+\)$/,
    );
    expect(told(factOf(MET, waiting, 100, { ...INFUSION, ...failedAt(80) }))).toContain('Repeat failed: ');
    expect(told(factOf(MET, waiting, 100, { ...INFUSION, ...failedAt(70), bps: [bp(70)] }))).toBeUndefined();
  });
  test('AL-12 and once the wait has run out', () => {
    const NONE = '(No repeat within 3 min)';
    expect(told(factOf(MET, waiting, 250))).toBe(`250 unconfirmed ${NONE}`);
    expect(told(factOf(MET, waiting, 999))).toBe(`250 unconfirmed ${NONE}`);
    expect(told(factOf(MET, waiting, 999, { ...INFUSION, latestAt: at(300) }))).toBe(`300 unconfirmed ${NONE}`);
    const unconfirmed = { ...waiting, confirmation: { state: 'unconfirmed' } } as const;
    expect(told(factOf(MET, unconfirmed, 999, { ...INFUSION, ...failedAt(80) }))).toBeUndefined();
  });
  test.each<[string, LevelTrack, Alert, boolean]>([
    ['met once, and not now', { metAt: at(70) }, waiting, true],
    ['met', MET, waiting, false],
    ['cleared', {}, waiting, false],
    ['at another level', { metAt: at(70) }, { ...waiting, priority: 'high' }, false],
    ['of another rule', { metAt: at(70) }, { ...waiting, kind: 'bp-low' }, false],
    ['of none', { metAt: at(70) }, { ...waiting, kind: 'no-spo2' }, false],
    ['and it does not wait', { metAt: at(70) }, { ...waiting, confirmation: { state: 'confirmed' } }, false],
  ])('AL-106 between the limits: %s', (_, level, alert, expected) => {
    expect(isBetweenLimits(withLevel(INFUSION, level), alert)).toBe(expected);
  });
  test('AL-106 between the limits it waits as long from the next BP that is due', () => {
    const between = withLevel(INFUSION, { metAt: at(70) });
    expect(waitsUntil(between, waiting)).toBe(at(780));
    const longer = { ...waiting, confirmation: { state: 'waiting', until: at(900) }, priorityAt: at(880) } as const;
    expect(waitsUntil(between, longer)).toBe(at(900));
    expect(waitsUntil(withLevel(INFUSION, MET), waiting)).toBe(at(250));
    expect(waitsUntil(between, { ...waiting, confirmation: { state: 'unconfirmed' } })).toBeUndefined();
    const { confirmation: _, ...other } = waiting;
    expect(waitsUntil(between, other)).toBeUndefined();
    expect(waitsUntil(withLevel(BASELINE, { metAt: at(70) }), waiting)).toBe(at(250));
  });
});
