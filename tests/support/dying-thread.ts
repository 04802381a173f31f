/** Stands for a what-if's thread: over `deadly` it dies, `spoilt` it cannot read, every other visit is done at once. */
import { parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from '../../server/what-if/messages.ts';
import { noWhatIf } from './no-what-if.ts';

const visits = ['a', 'deadly', 'b', 'once', 'spoilt', 'c'];
const openedAt = 1_790_000_000_000;

function answer(asked: ToThread): FromThread {
  if (asked.ask === 'choose')
    return { told: 'chosen', visits: visits.map((visitId, stream) => ({ stream, visitId, openedAt })), fitting: 9 };
  const { visitId } = asked.visit;
  if (visitId === 'deadly') process.exit(1);
  if (visitId === 'spoilt') return { told: 'broken', reason: 'its first event is no opening' };
  return { told: 'done', result: { ...noWhatIf, visitId, openedAt }, patientName: 'Rosa Lind' };
}

parentPort?.on('message', (asked: ToThread) => parentPort?.postMessage(answer(asked)));
