/** How many threads a what-if takes, and how they stay behind a live visit. */
import { availableParallelism, platform } from 'node:os';

/** The system runs such a thread when nothing else wants the core. */
export const LOWEST_PRIORITY = 19;

/** On Linux a priority is a thread's own; elsewhere it would be the whole server's. */
export const lowersOneThread = (): boolean => platform() === 'linux';

/** Every core, where its threads give way by themselves; else all but the one that live visits need. */
export const whatIfThreads = (cores = availableParallelism(), givesWay = lowersOneThread()): number =>
  givesWay ? cores : Math.max(1, cores - 1);

/** MB of each thread: a visit of a day is a few; one that needs more is broken. */
export const THREAD_MEMORY_MB = 256;
