import { expect, test } from 'vitest';
import type { ChairView } from '#core/view.ts';
import type { ChairSources } from '#core/view/chair-view.ts';
import type { Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import { aVisit, SECOND } from '../../tests/support/visit-builder.ts';
import { Board } from './board.ts';

const CHAIR = { chairId: 'chair-1', name: 'Chair 1' };

/** A board of one chair, whose visit has SpO2 98 on the disk and 95 on its way there. */
function underWay() {
  const visit = aVisit({ phase: 'infusion' }).spo2(98);
  let { state, now }: { state: VisitState; now: Instant } = visit;
  let draws = 0;
  let battery = 80;
  let fails = false;
  const faults: unknown[] = [];
  const sources = (_chairId: string, coming: VisitState = state): ChairSources => {
    draws += 1;
    const device = { deviceId: 'ox', kind: 'oximeter', label: 'Nonin', emulated: false, connected: true } as const;
    return {
      ...{ chair: CHAIR, visit: fails ? ({} as VisitState) : coming, patient: null, recorded: true },
      devices: [{ ...device, batteryPct: battery, lowBattery: false }],
    };
  };
  const board = new Board(
    sources,
    () => now,
    (_chairId, error) => faults.push(error),
  );
  board.refresh('chair-1');
  draws = 0;
  const told: Partial<ChairView>[] = [];
  board.subscribe((_view, patch) => told.push(patch));
  const coming = visit.after(SECOND).spo2(95).state;
  const elsewise = visit.after(SECOND).spo2(97).state;
  ({ now } = visit);
  board.prepare(coming);
  return {
    board,
    told,
    faults,
    coming,
    draws: () => draws,
    /** The disk has it. */
    stored: () => {
      state = coming;
      board.refresh('chair-1', coming);
    },
    /** The disk has one that was never drawn. */
    other: () => {
      state = elsewise;
      board.refresh('chair-1', elsewise);
    },
    batteryFalls: () => {
      battery = 20;
      board.refresh('chair-1');
    },
    passes: (ms: number) => (now += ms),
    breaks: (on: boolean) => (fails = on),
    shown: () => {
      const spo2 = board.view('chair-1')?.spo2;
      return spo2 && 'value' in spo2 ? [spo2.status, spo2.value] : spo2?.status;
    },
  };
}

test('WS-220 what is drawn while the disk writes is told to nobody, and shown once it is there without a second drawing', () => {
  const { told, shown, stored, draws } = underWay();
  expect([told, shown(), draws()]).toEqual([[], ['live', 98], 1]);
  stored();
  expect([told.map((patch) => patch.spo2), shown(), draws()]).toEqual([
    [expect.objectContaining({ value: 95 })],
    ['live', 95],
    1,
  ]);
});

test('WS-220 something else of the chair changed meanwhile: both are shown', () => {
  const { board, told, shown, stored, batteryFalls } = underWay();
  batteryFalls();
  expect([told.map((patch) => Object.keys(patch)), shown()]).toEqual([[['devices']], ['live', 98]]);
  stored();
  expect([told.map((patch) => Object.keys(patch))[1], shown()]).toEqual([
    expect.arrayContaining(['spo2']),
    ['live', 95],
  ]);
  expect(board.view('chair-1')?.devices).toMatchObject([{ batteryPct: 20 }]);
});

test('WS-220 the disk took longer than the value lives: it is shown as old, not as it was drawn', () => {
  const { shown, stored, passes } = underWay();
  passes(6 * SECOND);
  stored();
  expect(shown()).toEqual(['stale', 95]);
});

test('WS-220 another state came to be shown than the one that was drawn: it is drawn anew', () => {
  const { shown, other } = underWay();
  other();
  expect(shown()).toEqual(['live', 97]);
});

test('WS-220 AL-197 a drawing that fails ahead of its time is told when it is to be shown, once', () => {
  const { board, faults, coming, breaks, stored, shown } = underWay();
  breaks(true);
  board.prepare(coming);
  expect(faults).toEqual([]);
  board.refresh('chair-1');
  stored();
  expect(faults).toHaveLength(1);
  breaks(false);
  stored();
  expect(shown()).toEqual(['live', 95]);
});
