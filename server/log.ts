/**
 * The log of a process: on standard output, written without waiting, so that a reader who stops reading stops nobody's monitor.
 * Such a process still ends only once it is read again, or killed: a system's supervisor does that.
 */
import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';
import type { Duration } from '#core/reading.ts';

/** What waits for a reader; beyond it lines are dropped. */
const WAITING_BYTES = 1_048_576;

/** What proves who somebody is, wherever a request or a handshake is logged. */
const SECRETS = ['cookie', 'set-cookie', 'authorization', 'auth', 'pin', 'password', 'ticket', 'token'];
const at = (place: string): readonly string[] => SECRETS.map((name) => `${place}["${name}"]`);

export const redact: NonNullable<LoggerOptions['redact']> = {
  paths: [...SECRETS.map((name) => `["${name}"]`), ...at('*'), ...at('*.*')],
  censor: '[kept back]',
};

/** Of one sentence: so many at once, and one a second from then on; a day of a flood is some 20 MB. */
const AT_ONCE = 100;
const EVERY_MS: Duration = 1_000;
/** Sentences are the program's own; where one holds what came from outside, this bounds what is remembered of them. */
const SENTENCES_KEPT = 1_000;

interface Said {
  left: number;
  at: number;
  leftOut: number;
}

/** A flood of one sentence fills no disk and hides no other: what is left out is counted, and told with its next line (`leftOut`). */
export function unflooded(now: () => number = () => performance.now()): NonNullable<LoggerOptions['hooks']> {
  const said = new Map<string, Said>();
  return {
    logMethod(args, method) {
      const [first, second] = args as readonly unknown[];
      const sentence = String(typeof first === 'string' ? first : second);
      const before = said.get(sentence) ?? { left: AT_ONCE, at: now(), leftOut: 0 };
      const left = Math.min(AT_ONCE, before.left + (now() - before.at) / EVERY_MS);
      if (said.size >= SENTENCES_KEPT && !said.has(sentence)) said.clear();
      said.set(sentence, {
        ...{ left: left < 1 ? left : left - 1, at: now() },
        leftOut: left < 1 ? before.leftOut + 1 : 0,
      });
      if (left < 1) return;
      const { leftOut } = before;
      if (leftOut === 0) return method.apply(this, args);
      const fields = typeof first === 'object' && first !== null ? first : {};
      method.apply(this, [{ ...fields, leftOut }, sentence]);
    },
  };
}

export const processLog = (options: LoggerOptions): Logger =>
  pino(
    { redact, hooks: unflooded(), ...options },
    pino.destination({ dest: 1, sync: false, maxLength: WAITING_BYTES }),
  );
