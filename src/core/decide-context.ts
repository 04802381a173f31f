/** What `decide` may know beside the visit itself. All of it is passed in: the core reads no clock and makes no id. */
import type { Actor } from './actor.ts';
import type { TapPlace } from './alerts/alert.ts';
import type { ChairCuff } from './cuff.ts';
import type { Instant } from './reading.ts';

export interface DecideContext {
  readonly now: Instant;
  /** When a person tapped it, of a command that waited for the link: what "now" and "5 min ago" count from. */
  readonly tappedAt?: Instant;
  readonly actor: Actor;
  /** Where the tap was; an acknowledgement from afar does not quiet the chair. */
  readonly place: TapPlace;
  readonly newId: () => string;
  /** A chair that exists and carries no visit. */
  readonly isChairFree: (chairId: string) => boolean;
  /** The cuff on the visit's chair; absent = there is none. */
  readonly cuff?: ChairCuff;
  /** The patient's weight at the last visit, where there was one; a change beyond the protocol's share asks again. */
  readonly lastWeightKg?: number;
  /** Of a visit that is over: up to which event its record was read now, and what of it does not agree. Absent: nobody has looked. */
  readonly record?: { readonly seq: number; readonly contradictions: readonly string[] };
  /** Names of the clinic's providers: nobody else orders. Absent: none. */
  readonly providers?: readonly string[];
}
