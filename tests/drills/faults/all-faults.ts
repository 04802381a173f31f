import type { Fault } from '../fault.ts';
import { clockJumps } from './clock-faults.ts';
import { databaseLocked, diskFull, diskHangs } from './disk-faults.ts';
import { nodeKilled, nodeParted, nodeStopped, postgresKilled } from './group-faults.ts';
import { farAway, halfOpen, latency, loss, partition } from './line-faults.ts';
import { screenKilled, stalledScreen } from './screen-faults.ts';
import { adapterKilled, flood, reordered, twice } from './sender-faults.ts';
import { serverKilled, serverPaused, serverStopped } from './server-faults.ts';

const SINGLE: readonly Fault[] = [
  ...[serverKilled, serverPaused, serverStopped, adapterKilled, screenKilled, halfOpen],
  ...[loss, latency, farAway, partition, diskFull, databaseLocked, diskHangs, clockJumps],
  ...[twice, reordered, flood, stalledScreen],
];

/** One after the other on the same stand: what one leaves behind the next meets. */
export const mixed: Fault = {
  id: 'mixed',
  name: 'all of these in turn',
  share: 60,
  mixes: SINGLE,
  inject: () => Promise.reject(new Error('Each of these is injected by itself.')),
};

/** In the order of the table. */
export const ALL_FAULTS: readonly Fault[] = [
  ...SINGLE,
  mixed,
  ...[nodeKilled, nodeStopped, nodeParted, postgresKilled],
];
