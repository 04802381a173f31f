import type { Fault } from '../fault.ts';
import { clockJumps } from './clock-faults.ts';
import { databaseLocked, diskFull, diskHangs } from './disk-faults.ts';
import { farAway, halfOpen, latency, loss, partition } from './line-faults.ts';
import { screenKilled, stalledScreen } from './screen-faults.ts';
import { adapterKilled, flood, reordered, twice } from './sender-faults.ts';
import { serverKilled, serverPaused, serverStopped } from './server-faults.ts';

/** In the order of the table. */
export const ALL_FAULTS: readonly Fault[] = [
  ...[serverKilled, serverPaused, serverStopped, adapterKilled, screenKilled, halfOpen],
  ...[loss, latency, farAway, partition, diskFull, databaseLocked, diskHangs, clockJumps],
  ...[twice, reordered, flood, stalledScreen],
];
