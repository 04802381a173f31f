import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as judging from '#core/advance.ts';
import type { VisitEvent } from '#core/event.ts';
import { accept, refuse } from '#core/refusal.ts';
import { chairView } from '#core/view.ts';
import { aVisit } from '../../tests/support/visit-builder.ts';
import { Durability, LATE_MS } from './durability.ts';
import { RunningVisit } from './running-visit.ts';

vi.mock('#core/advance.ts', { spy: true });

function running() {
  const state = aVisit({ phase: 'infusion' }).state;
  const appended: VisitEvent[] = [];
  const faults: unknown[] = [];
  const judged: RunningVisit[] = [];
  const visit = new RunningVisit(
    {
      newId: () => 'id',
      append: async (_, events) => void appended.push(...events),
      durability: new Durability({ onLate: () => undefined, onStuck: () => undefined, onCaughtUp: () => undefined }),
      onShown: () => undefined,
      onState: () => undefined,
      onFault: (_, error) => faults.push(error),
      onJudged: (again) => judged.push(again),
    },
    state,
    true,
  );
  const now = (state.latestAt ?? state.openedAt) + 1_000;
  const reading: VisitEvent = {
    type: 'reading-recorded',
    source: { deviceId: 'ox', epoch: 'e', seq: 1 },
    reading: { kind: 'oximetry', measuredAt: now, quality: 'good', causes: [], spo2Pct: 84, pulseBpm: 70 },
    at: now,
    actor: { kind: 'adapter', adapterId: 'a' },
  };
  return { visit, appended, faults, judged, now, reading };
}

const broken = () => {
  vi.mocked(judging.advance).mockImplementation(() => {
    throw new Error('Alert facts without end');
  });
  vi.mocked(judging.advanceByTime).mockImplementation(() => {
    throw new Error('Alert facts without end');
  });
};
const mended = () => {
  vi.mocked(judging.advance).mockRestore();
  vi.mocked(judging.advanceByTime).mockRestore();
};

test('AL-247 between two inputs the rules are asked again at the instant that they named, and at no tick before', () => {
  const { visit, appended, now, reading } = running();
  visit.input(now, () => accept([reading]));
  const asked = vi.mocked(judging.advanceByTime);
  asked.mockClear();
  const { dueAt } = judging.advanceByTime(visit.state, now, () => 'id');
  asked.mockClear();
  visit.tick(dueAt - 1);
  expect(asked).not.toHaveBeenCalled();
  appended.length = 0;
  visit.tick(dueAt);
  expect(asked).toHaveBeenCalledOnce();
  expect(appended[0]?.at).toBe(dueAt);
});

describe('rules that fail on one visit', () => {
  test('WS-47 the reading is kept, the screens are told high, the log once; afterwards it is judged again', () => {
    const { visit, appended, faults, now, reading } = running();
    broken();
    visit.tick(now);
    visit.tick(now + 250);
    expect(visit.input(now, () => accept([reading]))).toEqual(accept(null));
    visit.commit();
    expect(appended.map(({ type }) => type)).toEqual(['reading-recorded']);
    expect(faults).toHaveLength(1);
    expect(visit.failedSince).toBe(now);
    const chair = { chairId: 'c', name: 'Chair 1' };
    const view = chairView(
      { chair, visit: visit.state, patient: null, devices: [], failedSince: now, recorded: true },
      now,
    );
    expect(view.alerts[0]).toMatchObject({ kind: 'not-judged', priority: 'high', onsetAt: now });

    mended();
    visit.tick(now + 500);
    expect(visit.failedSince).toBeUndefined();
    expect(visit.state.alerts['spo2-low']?.priority).toBe('high');
  });
  test('WS-47 rules that can be applied again without anything to show for it are told, once', () => {
    const { visit, judged, now } = running();
    visit.tick(now);
    broken();
    visit.input(now, () => accept([]));
    expect(visit.failedSince).toBe(now);
    mended();
    expect(judged).toEqual([]);
    visit.tick(now);
    visit.tick(now);
    expect([visit.failedSince, judged]).toEqual([undefined, [visit]]);
  });
  test('WS-47 a request that was refused stays refused, one that cannot be taken says so', () => {
    const { visit, now } = running();
    broken();
    expect(visit.input(now, () => refuse('conflict', 'No.'))).toMatchObject({ refusal: { code: 'conflict' } });
    const thrown = visit.input(now, () => {
      throw new Error('a bug');
    });
    expect(thrown).toMatchObject({ refusal: { code: 'unavailable' } });
    mended();
  });
});

test('WS-40 while the disk is late each change goes to the screens once, marked; once it has caught up the mark goes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { state } = aVisit({ phase: 'infusion' });
  const shown: boolean[] = [];
  const onDisk: (() => void)[] = [];
  const durability: Durability = new Durability({
    onLate: () => visit.showNewest(),
    onStuck: () => undefined,
    onCaughtUp: () => visit.showRecorded(),
  });
  const visit: RunningVisit = new RunningVisit(
    {
      ...{ newId: () => 'id', durability, onState: () => undefined },
      append: () => new Promise((resolve) => onDisk.push(resolve)),
      onShown: () => shown.push(visit.shown?.recorded === true),
      onFault: (_, error) => expect.unreachable(String(error)),
      onJudged: () => expect.unreachable(),
    },
    state,
    true,
  );
  const note = (n: number) => {
    const entry = { kind: 'note', text: `Note ${n}` } as const;
    const at = (state.latestAt ?? state.openedAt) + n;
    visit.record(at, { kind: 'system' }, [
      { type: 'entry-recorded', entryId: `note-${n}`, entry, happenedAt: at, byName: 'A. Roy' },
    ]);
    visit.commit();
  };
  note(1);
  await vi.advanceTimersByTimeAsync(LATE_MS);
  expect(shown).toEqual([false]);
  // Something else still waits: the first alone is no message.
  const other = Promise.withResolvers<undefined>();
  durability.watch(other.promise);
  onDisk[0]?.();
  note(2);
  await vi.advanceTimersByTimeAsync(LATE_MS);
  const marked = shown.length;
  onDisk[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown).toHaveLength(marked);
  expect(shown).not.toContain(true);
  other.resolve(undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(shown).toHaveLength(marked + 1);
  expect(visit.shown).toEqual({ state: visit.state, recorded: true });
});
