import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { VisitState } from '#core/visit-state.ts';
import { evolve } from '#core/visit.ts';
import { toEvent } from '../../server/journal/rows.ts';
import { read, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

const VISITS = 20;
const SECONDS = 70 * 60;

function fixture(type: string): VisitEvent {
  const { version, at, actor, body } = JSON.parse(readFileSync(`tests/fixtures/events/${type}.v1.json`, 'utf8'));
  return toEvent({ type, version, at, actor: JSON.stringify(actor), body: JSON.stringify(body) }) as VisitEvent;
}

test('JR-28 20 visits of 70 minutes are read and folded in under 2 s', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  const opening = ['visit-opened', 'identity-confirmed', 'set-up-recorded', 'baseline-frozen', 'infusion-started'];
  for (let number = 1; number <= VISITS; number++) journal.append(visit(`v${number}`), opening.map(fixture));
  for (let second = 1; second <= SECONDS; second++)
    for (let number = 1; number <= VISITS; number++)
      journal.append(visit(`v${number}`), [read(second, {}, `nonin-${number}`)]);
  expect(await journal.close(30_000)).toEqual({ lost: 0 });

  // Processor time, so that a busy machine does not fail it; alone it is the same as the time that passes.
  const before = process.threadCpuUsage();
  const again = await openForTest(path);
  const states: (VisitState | undefined)[] = [];
  for (const { events } of again.loadVisits()) {
    let state: VisitState | undefined;
    for (const event of events) state = evolve(state, event);
    states.push(state);
  }
  const { user, system } = process.threadCpuUsage(before);
  expect(states.map((state) => [state?.phase.name, state?.oximetry?.measuredAt])).toEqual(
    Array.from({ length: VISITS }, () => ['infusion', T + SECONDS * 1_000 - 120]),
  );
  expect((user + system) / 1_000).toBeLessThan(2_000);
});
