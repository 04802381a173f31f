/**
 * The log of a process: on standard output, written without waiting, so that a reader who stops reading stops nobody's monitor.
 * Such a process still ends only once it is read again, or killed: a system's supervisor does that.
 */
import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';

/** What waits for a reader; beyond it lines are dropped. */
const WAITING_BYTES = 1_048_576;

export const processLog = (options: LoggerOptions): Logger =>
  pino(options, pino.destination({ dest: 1, sync: false, maxLength: WAITING_BYTES }));
