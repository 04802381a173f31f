/**
 * Vigil itself, rules and durable commit on, with an infusion running on each of N chairs. A child process: prints
 * `{"port":…,"chairIds":[…]}`; its clock stands still until `live` comes on its channel; answers `cpu` with its CPU time so far (µs).
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestClinic } from '../support/test-clinic.ts';
import { BenchClock } from './bench-clock.ts';
import { chairIdOf, writeRunningSite } from './running-site.ts';

const chairs = Number(process.argv[2] ?? 1);
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'vigil-bench-'));
const clock = new BenchClock((await writeRunningSite(folder, chairs)) + 1_000);
const clinic = await startTestClinic({ folder, clock, timers: true });

process.send?.({ port: clinic.port, chairIds: Array.from({ length: chairs }, (_, index) => chairIdOf(index + 1)) });
process.on('message', (message) => {
  if (message === 'live') clock.goLive();
  process.send?.(message === 'cpu' ? { cpu: process.cpuUsage() } : { done: message });
});
process.on('disconnect', () => process.exit(0));
