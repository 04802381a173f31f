/** A clinic with the running visits of a folder's database, and what it holds. A child process, `--expose-gc`: says `{heap, rss}` and ends. */
import { benchFolder, startClinic } from './running-visits.ts';

const folder = benchFolder(process.argv[2]);
const journal = await folder.open();
const { clinic } = startClinic(journal);
await clinic.drained();
const { gc } = globalThis;
if (!gc) throw new Error('Start it with --expose-gc.');
for (let time = 0; time < 3; time += 1) {
  // What was posted to the threads is let go in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  gc();
}
const { heapUsed, rss } = process.memoryUsage();
process.send?.({ heap: heapUsed, rss, visits: clinic.health.visits }, () => process.exit(0));
