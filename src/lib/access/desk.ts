/** What the sign-in dialog needs of the page it is on. `Access` is the real one; tests and fixtures pass their own. */
import { getContext, setContext } from 'svelte';
import type { Refusal } from '#core/refusal.ts';
import type { PersonHere, Secret, SignInWith } from '#protocol/access.ts';
import type { SignedIn } from '#protocol/screen-events.ts';

/** `waitMs`: until another try is looked at. */
export type Refused = Refusal & { readonly waitMs?: number };

export interface Desk {
  /** Who is at this screen, also while it is locked. */
  readonly staff: SignedIn | null;
  readonly locked: boolean;
  /** An act waits for the PIN. */
  readonly isAsked: boolean;
  /** Null while they are asked for. */
  readonly people: readonly PersonHere[] | null;
  /** PINs are for screens with a place alone. */
  readonly takesPins: boolean;
  askPeople(): Promise<Refusal | null>;
  signIn(given: SignInWith): Promise<Refused | null>;
  unlock(secret: Secret): Promise<Refused | null>;
  /** Somebody goes, and stays signed in. */
  lock(): Promise<Refused | null>;
  /** The act that waits is not done. */
  giveUp(): void;
  leave(staysInCharge?: boolean): Promise<Refusal | null>;
  /** A one-time code, and what was chosen with it. */
  claim(given: { readonly code: string } & Secret): Promise<Refused | null>;
  /** Another PIN or password for oneself. */
  change(given: { readonly current: Secret; readonly next: Secret }): Promise<Refused | null>;
  /** There is a dialog on this page that can ask. @returns the way to take it back */
  attend(): () => void;
}

const KEY = Symbol('desk');

export const provideDesk = (desk: Desk): void => void setContext(KEY, desk);

/** Undefined on a page of fixtures that has none. Call it while a component is made. */
export const useDesk = (): Desk | undefined => getContext<Desk | undefined>(KEY);

/** For a component test. */
export const deskContext = (desk: Desk): Map<symbol, Desk> => new Map([[KEY, desk]]);
