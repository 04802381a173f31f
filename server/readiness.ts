/** Whether this server can take readings and screens now: for a proxy, an upgrade and a supervisor (docs/operations.md). */
import type { Clinic } from './clinic.ts';
import type { Journal } from './journal/journal.ts';

export type NotReady = 'starting' | 'stopping' | 'journal' | 'stalled';

export interface Readiness {
  readonly ready: boolean;
  readonly why: readonly { readonly code: NotReady; readonly message: string }[];
}

/** Ticks come four times a second. */
const STALLED_MS = 5_000;

/** Said to whoever asks: nothing of the disk's own words, no path, nobody. */
const MESSAGES: Readonly<Record<NotReady, string>> = {
  starting: 'The clinic is being opened.',
  stopping: 'The server is stopping: it takes nothing more.',
  journal: 'The disk does not take what is recorded: everything waits in memory and is shown.',
  stalled: 'Nothing has been judged by time for 5 s.',
};

/** Cheap: a few comparisons. */
export function readinessOf(
  clinic: Pick<Clinic, 'hasTicked' | 'tickAgeMs'>,
  journal: Pick<Journal, 'trouble'>,
  isStopping: boolean,
): Readiness {
  const { hasTicked } = clinic;
  const codes: readonly NotReady[] = [
    ...(isStopping ? (['stopping'] as const) : []),
    ...(hasTicked ? [] : (['starting'] as const)),
    ...(journal.trouble === undefined ? [] : (['journal'] as const)),
    ...(hasTicked && clinic.tickAgeMs > STALLED_MS ? (['stalled'] as const) : []),
  ];
  return { ready: codes.length === 0, why: codes.map((code) => ({ code, message: MESSAGES[code] })) };
}
