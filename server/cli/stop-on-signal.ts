/** A graceful stop at Ctrl-C or SIGTERM, under a hard timer: a hanging disk must not keep the machine from shutting down. */
import type { Logger } from 'pino';

const HARD_STOP_MS = 15_000;

/** @param close may be called once; a second signal ends the process at once. */
export function stopOnSignal(close: () => Promise<void>, log: Logger): void {
  // Whoever started it may hang up: what it has to say is lost then, and it goes on watching.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ event: 'server-stopping', signal }, 'stopping');
    setTimeout(() => {
      log.error({ event: 'stop-too-slow' }, 'the stop took too long; the process ends now');
      process.exit(1);
    }, HARD_STOP_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: 'stop-failed', err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
