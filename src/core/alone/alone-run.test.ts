import { describe, expect, test } from 'vitest';
import { AloneVisit } from '../../../tests/support/alone-visit.ts';
import { nurse, screen, told as inWords } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import type { Reading } from '../reading.ts';
import type { AloneRun } from './alone-run.ts';
import { giveAlone, isToldAsFact, readAlone, runAlone, tellAlone, tickAlone } from './alone-run.ts';
import { decideJoin, tappedAt } from './decide-alone.ts';

const spo2 = (value: number, measuredAt = 0): Reading => ({
  ...{ kind: 'oximetry', measuredAt, quality: 'good', causes: [] },
  spo2Pct: value,
  pulseBpm: 72,
});
const newId = (): string => 'page-1';
const alone = (visit: WatchedVisit, second: number): AloneRun =>
  runAlone(visit.state, at(second), { own: ['oximeter'], adapterId: 'page', newId });
const source = { deviceId: 'd', epoch: 'page', seq: 1 };
const read = (run: AloneRun, reading: Reading, second: number): AloneRun =>
  readAlone(run, { source, reading, adapterId: 'page' }, at(second), newId);

describe('a page begins to watch by itself', () => {
  test('PH-73 with what the server showed last, and nothing told', () => {
    const { state } = watched();
    expect(runAlone(state, at(10), { own: ['oximeter'], adapterId: 'page', newId })).toEqual({
      ...{ from: at(10), state, facts: [] },
    });
  });
  test('PH-76 its own devices are linked, whatever the server knew; the others stay lost', () => {
    const visit = watched().record(5, { type: 'adapter-disconnected', adapterId: 'a' });
    const { links } = alone(visit, 10).state;
    expect(links?.oximeter).toEqual({ connected: true, since: at(10) });
    expect(links?.cuff).toEqual({ connected: false, since: at(5) });
  });
  test('PH-73 no fact is dated before what the server said last', () => {
    const visit = watched().record(20, { type: 'adapter-disconnected', adapterId: 'a' });
    expect(alone(visit, 10).state.links?.oximeter?.since).toBe(at(20));
    expect(tellAlone(alone(visit, 10), at(5)).told.until).toBe(at(20));
  });
});

describe('what it makes', () => {
  test('PH-73 a tick at which nothing fell due is the same run', () => {
    const run = alone(watched().steady(0, 9, 98), 9.5);
    expect(tickAlone(run, at(9.6), newId)).toBe(run);
    const later = tickAlone(run, at(60), newId);
    expect(later).not.toBe(run);
    expect(later.facts.map(({ type }) => type)).toContain('alert-issued');
    expect(later.from).toBe(run.from);
  });
  test('PH-75 a reading that says it was measured later was measured now', () => {
    const run = read(alone(watched(), 9), spo2(97, at(12)), 10);
    expect(run.state.oximetry).toMatchObject({ kind: 'oximetry', measuredAt: at(10), spo2Pct: 97 });
    expect(read(alone(watched(), 9), spo2(97, at(8)), 10).state.oximetry?.measuredAt).toBe(at(8));
  });
  test('PH-74 each fact as it is told: without who, for the engine made it', () => {
    const run = read(alone(watched().steady(0, 8, 98), 9), spo2(84, at(10)), 10);
    expect(run.facts).toHaveLength(1);
    expect(run.facts[0]).toMatchObject({ type: 'alert-issued', kind: 'spo2-low', at: at(10), alertId: 'page-1' });
    for (const key of ['actor', 'commandId', 'tappedAt']) expect(key in (run.facts[0] ?? {})).toBe(false);
  });
  test('PH-74 PH-76 an acknowledgement and a paused sound are told with their time alone; links are the server’s to tell', () => {
    const low = read(alone(watched().steady(0, 8, 98), 9), spo2(84, at(10)), 10);
    const given = { now: at(12), actor: nurse, newId };
    const seen = giveAlone(low, { type: 'alert:acknowledge', alertId: 'page-1' }, given);
    expect(inWords(seen.answer)).toBe('accepted');
    expect(seen.run.facts.slice(1)).toEqual([{ type: 'alert-acknowledged', alertId: 'page-1', at: at(12) }]);
    const paused = giveAlone(low, { type: 'alert:pause-audio', alertId: 'page-1' }, given);
    expect(paused.run.facts.slice(1)).toEqual([
      { type: 'alert-audio-paused', alertId: 'page-1', at: at(12), until: at(132) },
    ]);
    expect(low.facts).toHaveLength(1);
  });
  test('PH-74 a mark that is cleared is told with its time alone', () => {
    const visit = watched().steady(0, 9, 84).steady(10, 60, 98);
    const [mark] = visit.state.latched;
    if (!mark) throw new Error('a high alert that ended by itself leaves a mark');
    const cleared = giveAlone(
      alone(visit, 60.5),
      { type: 'mark:clear', alertId: mark.alertId },
      { now: at(61), actor: nurse, newId },
    );
    expect(cleared.run.facts).toEqual([{ type: 'latched-mark-cleared', alertId: mark.alertId, at: at(61) }]);
    expect(cleared.run.state.latched).toEqual([]);
  });
  test('PH-76 of a lost adapter its alert is not told: the server has its own', () => {
    const visit = watched().record(5, { type: 'adapter-disconnected', adapterId: 'a', feeds: ['cuff'] });
    const lost = tickAlone(alone(visit, 6), at(16), newId);
    expect(Object.keys(lost.state.alerts)).toContain('adapter-lost');
    expect(lost.facts.map((fact) => 'kind' in fact && fact.kind)).not.toContain('adapter-lost');
  });
  test('PH-70 what a page may not do alone is refused, and nothing is told of it', () => {
    const run = alone(watched().steady(0, 8, 98), 9);
    const { answer, run: after } = giveAlone(
      run,
      { type: 'visit:move', chairId: 'chair-2' },
      { now: at(10), actor: nurse, newId },
    );
    expect(answer.ok).toBe(false);
    expect(after.facts).toEqual([]);
    expect(after.state).toBe(run.state);
  });
  test('PH-74 told, the run goes on from there with nothing to tell', () => {
    const low = read(alone(watched().steady(0, 8, 98), 9), spo2(84, at(10)), 10);
    const { told, run } = tellAlone(low, at(20));
    expect(told).toMatchObject({ from: at(9), until: at(20), facts: low.facts });
    expect(run).toEqual({ from: at(20), state: low.state, facts: [] });
  });
  test.each([
    ['alert:acknowledge', true],
    ['alert:pause-audio', true],
    ['mark:clear', true],
    ['emergency:declare', false],
  ] as const)('PH-74 %s goes up as a fact: %s', (type, isFact) => {
    expect(isToldAsFact({ type, alertId: 'a' } as Parameters<typeof isToldAsFact>[0])).toBe(isFact);
  });
});

describe('when a tap may have been', () => {
  const { state } = watched();
  const NOW = state.openedAt + 13 * 3_600_000;
  test.each([
    [NOW, 'accepted'],
    [NOW + 2_000, 'accepted'],
    [NOW + 2_001, "future: This is 2 s ahead of the clinic's clock: load the page again."],
    [NOW - 12 * 3_600_000, 'accepted'],
    [NOW - 12 * 3_600_000 - 1, 'stale: This is more than 12 h old: enter it again with a note of when it was.'],
  ])('PH-71 at %i', (when, answer) => {
    expect(inWords(tappedAt(state, 'entry:record', when, NOW))).toBe(answer);
  });
  test('PH-71 not before the visit, and never after now', () => {
    const { openedAt } = state;
    expect(inWords(tappedAt(state, 'entry:record', openedAt - 1, openedAt + 5))).toBe(
      'out-of-range: This was before the visit was opened: it belongs to no visit.',
    );
    expect(tappedAt(state, 'entry:record', openedAt, openedAt + 5)).toEqual({ ok: true, value: openedAt });
    expect(tappedAt(state, 'entry:record', openedAt + 7, openedAt + 5)).toEqual({ ok: true, value: openedAt + 5 });
    expect(tappedAt(state, 'visit:move', openedAt, openedAt).ok).toBe(false);
  });
});

describe('why a stretch is not joined, whole', () => {
  const stretch = () => {
    const visit = watched();
    const { told } = tellAlone(read(alone(visit, 9), spo2(84, at(10)), 10), at(20));
    const ask = (over: object, now = at(20), state = visit.state) =>
      inWords(decideJoin(state, { ...told, ...over }, { now, actor: nurse, screenId: screen.screenId }));
    return { visit, ask };
  };
  test('PH-71 PH-78 its time', () => {
    const { visit, ask } = stretch();
    expect(ask({})).toBe('accepted');
    expect(ask({ until: at(8) })).toBe('malformed: visit:join: "until" is before "from".');
    expect(ask({ until: at(9), from: at(9), facts: [] })).toContain('seen');
    expect(ask({}, at(17))).toBe("future: This is 3 s ahead of the clinic's clock: load the page again.");
    expect(ask({}, at(18))).toBe('accepted');
    const told = { until: { [screen.screenId]: at(9) + 1 }, alertIds: [], stretches: [] };
    expect(ask({}, at(20), { ...visit.state, told })).toBe(
      'conflict: This tablet has told of this time already: nothing was joined twice.',
    );
    expect(ask({}, at(20), { ...visit.state, told: { ...told, until: { [screen.screenId]: at(9) } } })).toBe(
      'accepted',
    );
    const over = visit.record(21, { type: 'visit-ended', ending: 'home', byName: 'N' });
    expect(ask({}, at(22), over.state)).toBe(
      'wrong-phase: This visit has ended: what this tablet watched alone stands in no record.',
    );
  });
  test('PH-74 what a page did alone is joined under the name of whoever is at it', () => {
    const visit = new AloneVisit();
    visit.lose(5).reading(6, spo2(84));
    const alertId = Object.values(visit.run.state.alerts)[0]?.alertId ?? '';
    visit.tap(8, { type: 'alert:acknowledge', alertId }).join(12);
    expect(visit.server.state.alerts['spo2-low']?.acknowledged).toEqual({
      byName: nurse.name,
      at: at(8),
      place: 'chair',
    });
  });
});
