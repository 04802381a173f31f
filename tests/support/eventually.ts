/**
 * Waits for what other processes, threads or sockets are about to do. The limit, below that of a test, says only that it will not happen any more:
 * a busy machine is no failure.
 */
import { vi } from 'vitest';

/** Resolves as soon as `check` does not throw. Rejects with what it threw last. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 25_000, interval: 20 });
