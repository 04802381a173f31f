import { expect, test, vi } from 'vitest';
import { accept } from '#core/refusal.ts';
import type { VisitEvent } from '#core/event.ts';
import { nurse, told } from '../../tests/support/visit-builder.ts';
import type { Signing } from '../history/messages.ts';
import { commandRecord } from './record-commands.ts';
import type { RecordDeps } from './record-commands.ts';

/** The journal is at 7; the history answers with each of these, the last one again and again. */
function asked(...seqs: readonly number[]) {
  const closed: VisitEvent = {
    ...{ type: 'record-closed', byName: nurse.name, contradictions: [] },
    ...{ at: 1, actor: nurse, commandId: 'c1' },
  };
  const left = [...seqs];
  const signing = vi.fn(() => {
    const seq = left.length > 1 ? left.shift() : left[0];
    return Promise.resolve(accept<Signing>({ seq: seq ?? 0, events: [closed], contradictions: [] }));
  });
  const restoreUnsigned = vi.fn();
  const deps = {
    visits: { get: () => undefined, restoreUnsigned },
    durability: { all: () => Promise.resolve() },
    journal: { streams: () => [{ stream: { kind: 'visit', id: 'v1' }, seq: 7 }] },
    history: { signing },
  } as unknown as RecordDeps;
  const by = { actor: nurse, place: 'chair', commandId: 'c1' } as const;
  return {
    signing,
    restoreUnsigned,
    ask: () => commandRecord(deps, 'v1', { type: 'record:close', seen: 0, seenSeq: 7 }, by),
  };
}

test('REC-148 an answer that is behind the journal is asked again: nothing is decided on what was', async () => {
  const { ask, signing, restoreUnsigned } = asked(5, 6, 7);
  // The repeat is known among the events, so nothing more is decided here.
  expect(told(await ask())).toBe('accepted');
  expect([signing.mock.calls.length, restoreUnsigned.mock.calls.length]).toEqual([3, 0]);
});

test('REC-148 while values keep coming in, it is refused after five looks, and says so', async () => {
  const { ask, signing, restoreUnsigned } = asked(6);
  expect(told(await ask())).toBe('unavailable: Values of this visit are still coming in: try again in a minute.');
  expect([signing.mock.calls.length, restoreUnsigned.mock.calls.length]).toEqual([5, 0]);
});
