/**
 * The log of a process: on standard output, written without waiting, so that a reader who stops reading stops nobody's monitor.
 * Such a process still ends only once it is read again, or killed: a system's supervisor does that.
 */
import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';

/** What waits for a reader; beyond it lines are dropped. */
const WAITING_BYTES = 1_048_576;

/** What proves who somebody is, wherever a request or a handshake is logged. */
const SECRETS = ['cookie', 'set-cookie', 'authorization', 'auth', 'pin', 'password', 'ticket', 'token'];
const at = (place: string): readonly string[] => SECRETS.map((name) => `${place}["${name}"]`);

export const redact: NonNullable<LoggerOptions['redact']> = {
  paths: [...SECRETS.map((name) => `["${name}"]`), ...at('*'), ...at('*.*')],
  censor: '[kept back]',
};

export const processLog = (options: LoggerOptions): Logger =>
  pino({ redact, ...options }, pino.destination({ dest: 1, sync: false, maxLength: WAITING_BYTES }));
