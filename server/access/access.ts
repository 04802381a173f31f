/**
 * Who is at which screen: enrolments, sign-ins and locks (docs/adr/0023-sign-in.md). The sockets and the HTTP answers ask it; all of it
 * is real time, never clinic time. `openAccess` in open-access.ts makes one.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { SessionEnding } from '#core/audit/audit-event.ts';
import type { Proof } from '#core/authority.ts';
import type { Instant } from '#core/reading.ts';
import type { SignedIn, Standing } from '#protocol/screen-events.ts';

/** A browser as its cookies prove it. */
export interface Identity {
  /** Absent: it has no screen cookie yet, or a malformed one. */
  readonly screenId?: string;
  /** A sign-in that is valid now and was made at this very screen. */
  readonly sessionId?: string;
}

export interface Session {
  readonly sessionId: string;
  readonly screenId: string;
  readonly staff: SignedIn;
  /** Nobody touched it for a while: vitals and alerts go on, acts need the PIN. */
  readonly locked: boolean;
  /** What it was made, or last opened, with. */
  readonly proof: Proof;
}

/** What changed: everything about a screen (enrolled, moved, removed), or a session (locked, unlocked, ended). */
export type AccessChange =
  { readonly kind: 'screen'; readonly screenId: string } | { readonly kind: 'session'; readonly sessionId: string };

export interface Access {
  /** Of an upgrade or a request. Never throws, whatever the headers are. */
  identify(headers: Pick<IncomingHttpHeaders, 'cookie'>): Identity;
  /** Where this screen is enrolled now; undefined: nowhere. */
  placeOf(screenId: string): Standing | undefined;
  /** Undefined once it has ended. */
  session(sessionId: string): Session | undefined;
  /** The page's one-time ticket of a sign-in; undefined when it is not this screen's, used, or too old. */
  redeem(ticket: string, screenId: string): Session | undefined;
  /** Somebody is at it: it does not lock for a while. A locked one stays locked. */
  active(sessionId: string): void;
  end(sessionId: string): void;
  /** Locks what nobody touches, ends what is too old. Called each second or so. */
  tick(): void;
  onChange(listener: (change: AccessChange) => void): () => void;
}

/** A sign-in as its browser gets it: the token goes into its cookie, the ticket to the page. */
export interface GivenSession {
  readonly session: Session;
  readonly token: string;
  readonly ticket: string;
}

/** What the server itself may do; no request reaches it without the checks of front-desk.ts. */
export interface AccessDesk extends Access {
  /** Signs this person in at this screen, and whoever was there out. Undefined: nobody of that id. */
  signIn(staffId: string, screenId: string, proof: Proof): GivenSession | undefined;
  /** A new token, with the one before good for a minute more. */
  renew(sessionId: string): string | undefined;
  /** @param proof what it was opened with, and is good for from now on. @returns the new token; the one before is good for a minute more. */
  unlock(sessionId: string, proof: Proof): string | undefined;
  /** Opened, for another credential. @returns the new token; the one before is nothing any more. */
  anew(sessionId: string): string | undefined;
  lock(sessionId: string): void;
  /** Every sign-in of this person. @param except the one that goes on */
  endOf(staffId: string, why: SessionEnding, except?: string): void;
  endAt(screenId: string, why: SessionEnding): void;
  /** Of an enrolled screen; undefined: not since the server started. */
  seenAt(screenId: string): Instant | undefined;
  /** These screens are connected now. */
  heard(screenIds: Iterable<string>): void;
  readonly sessions: readonly (Session & { readonly startedAt: Instant; readonly touchedAt: Instant })[];
}
