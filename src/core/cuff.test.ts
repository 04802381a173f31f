import { describe, expect, test } from 'vitest';
import { at, watched } from '../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../tests/support/watched-visit.ts';
import { cuffResultAt, CYCLE_LASTS_MS, isCycleRunning, pressureSeenAt, restsUntil, unansweredAsk } from './cuff.ts';
import type { VisitEventBody } from './event.ts';

const asked: VisitEventBody = { type: 'cuff-asked', deviceId: 'd', cause: 'person' };
const stopAsked: VisitEventBody = { type: 'cuff-stop-asked', deviceId: 'd' };
const refused: VisitEventBody = { type: 'cuff-refused', deviceId: 'd', reason: 'No.' };
const byHand = { kind: 'nibp', quality: 'good', systolicMmHg: 125, diastolicMmHg: 80, byHand: true } as const;

describe('what answers an ask', () => {
  test.each<[string, (visit: WatchedVisit) => WatchedVisit, boolean]>([
    ['nothing', (visit) => visit, false],
    ['a result later', (visit) => visit.bp(640, 125), true],
    ['a result of that instant', (visit) => visit.bp(600, 125), false],
    ['a failure', (visit) => visit.bpFailed(640), true],
    ['a BP by hand', (visit) => visit.reading(640, byHand), false],
    ['a refusal', (visit) => visit.record(601, refused), true],
    ['a refusal of that instant', (visit) => visit.record(600, refused), true],
    ['a stop', (visit) => visit.record(601, stopAsked), true],
  ])('DV-223 %s', (_, then, isAnswered) => {
    const { state } = then(watched().record(600, asked));
    expect(unansweredAsk(state)?.at).toBe(isAnswered ? undefined : at(600));
  });
  test('DV-223 what came before the ask answers nothing', () => {
    for (const before of [stopAsked, refused])
      expect(unansweredAsk(watched().record(599, before).record(600, asked).state)?.at).toBe(at(600));
    expect(unansweredAsk(watched().bp(599, 125).record(600, asked).state)?.at).toBe(at(600));
    expect(unansweredAsk(watched().state)).toBeUndefined();
  });
});

describe('whether a cycle runs', () => {
  test.each([
    [0, true],
    [CYCLE_LASTS_MS - 1, true],
    [CYCLE_LASTS_MS, false],
  ])('DV-223 asked %i ms ago: %s', (ms, runs) => {
    expect(isCycleRunning(watched().record(600, asked).state, at(600) + ms)).toBe(runs);
  });
  test.each([
    [5_000, true],
    [5_001, false],
  ])('PH-82 pressure seen %i ms ago: %s', (ms, runs) => {
    expect(isCycleRunning(watched().cuff(600).state, at(600) + ms)).toBe(runs);
  });
  test('PH-82 pressure that a result has followed is seen no more, and none is none', () => {
    expect(pressureSeenAt(watched().cuff(600).state)).toBe(at(600));
    expect(pressureSeenAt(watched().cuff(600).bp(600, 125).state)).toBeUndefined();
    expect(pressureSeenAt(watched().cuff(600).bp(630, 125).state)).toBeUndefined();
    expect(pressureSeenAt(watched().state)).toBeUndefined();
    expect(isCycleRunning(watched().cuff(600).bp(601, 125).state, at(602))).toBe(false);
    expect(isCycleRunning(watched().state, at(600))).toBe(false);
  });
});

describe('when it ended last, and how long it rests', () => {
  test.each<[string, (visit: WatchedVisit) => WatchedVisit, number]>([
    ['a BP', (visit) => visit.bp(600, 125), 600],
    ['a failure', (visit) => visit.bpFailed(610), 610],
    ['a failure after a BP', (visit) => visit.bp(600, 125).bpFailed(650), 650],
    ['a BP after a failure', (visit) => visit.bpFailed(600).bp(650, 125), 650],
    ['a BP, then one by hand', (visit) => visit.bp(600, 125).reading(700, byHand), 600],
  ])('DV-224 %s', (_, had, second) => {
    const { state } = had(watched());
    expect(cuffResultAt(state)).toBe(at(second));
    expect(restsUntil(state, 30_000)).toBe(at(second + 30));
  });
  test('DV-224 a stop makes it rest too; nothing, not at all', () => {
    expect(restsUntil(watched().bp(600, 125).record(700, stopAsked).state, 30_000)).toBe(at(730));
    expect(restsUntil(watched().state, 30_000)).toBe(-Infinity);
  });
});
