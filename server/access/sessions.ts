/**
 * Sign-ins: one at a screen at most, bound to it, locked while nobody touches it, over after a shift. Real time. Pure over its arguments.
 */
import type { SessionEnding } from '#core/audit/audit-event.ts';
import type { Proof } from '#core/authority.ts';
import type { Duration, Instant } from '#core/reading.ts';

/** At an enrolled screen; elsewhere nobody else is near who could use it. */
export const LOCK_MS: Duration = 2 * 60_000;
export const LOCK_ELSEWHERE_MS: Duration = 10 * 60_000;
export const SESSION_MS: Duration = 12 * 60 * 60_000;
/** A page under way when the cookie was renewed comes with the one before. */
export const GRACE_MS: Duration = 60_000;
/** How far the kept time of the last touch is behind: a restart locks no sooner than that much early. */
const KEEP_TOUCH_MS: Duration = 20_000;
/** A clock set back further than this locks: how long nobody was there is not known then. */
const BACK_MS: Duration = 5_000;

/** As it is kept. Tokens are hashes here. */
export interface KeptSession {
  readonly sessionId: string;
  readonly screenId: string;
  readonly staffId: string;
  readonly tokenHash: string;
  readonly startedAt: Instant;
  readonly touchedAt: Instant;
  readonly locked: boolean;
  /** Absent in what an earlier Vigil kept: as good as a PIN. */
  readonly proof?: Proof;
}

export interface SessionsDeps {
  readonly now: () => Instant;
  readonly kept: Iterable<KeptSession>;
  /** Undefined: it has ended. */
  readonly keep: (sessionId: string, session: KeptSession | undefined) => void;
  readonly lockMs: (screenId: string) => Duration;
  readonly onChange: (sessionId: string) => void;
  readonly onEnded?: (session: KeptSession, why: SessionEnding) => void;
  readonly onLocked?: (session: KeptSession, why: 'idle' | 'by-hand') => void;
}

interface Held {
  session: KeptSession;
  /** When it was last touched, newer than what is kept. */
  touchedAt: Instant;
  before: { readonly tokenHash: string; readonly until: Instant } | undefined;
}

export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #held = new Map<string, Held>();
  readonly #byToken = new Map<string, string>();

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
    for (const session of deps.kept) this.#hold(session);
  }

  /** Any other sign-in at this screen ends. */
  open(of: Pick<KeptSession, 'sessionId' | 'screenId' | 'staffId' | 'tokenHash' | 'proof'>): void {
    this.endWhere('signed-in-anew', ({ screenId }) => screenId === of.screenId);
    const now = this.#deps.now();
    const session = { ...of, startedAt: now, touchedAt: now, locked: false };
    this.#hold(session);
    this.#deps.keep(session.sessionId, session);
    this.#deps.onChange(session.sessionId);
  }

  /** @returns the sign-in this token stands for at this screen. */
  find(tokenHash: string, screenId: string): string | undefined {
    const sessionId = this.#byToken.get(tokenHash);
    const held = sessionId === undefined ? undefined : this.#settled(sessionId);
    if (!held || held.session.screenId !== screenId) return undefined;
    return held.session.tokenHash === tokenHash || this.#inGrace(held, tokenHash) ? sessionId : undefined;
  }

  get(sessionId: string): KeptSession | undefined {
    const held = this.#settled(sessionId);
    return held && { ...held.session, touchedAt: held.touchedAt };
  }

  get all(): readonly KeptSession[] {
    return [...this.#held.keys()].flatMap((sessionId) => this.get(sessionId) ?? []);
  }

  /** A locked one stays locked. */
  touch(sessionId: string): void {
    const held = this.#settled(sessionId);
    if (!held || held.session.locked) return;
    held.touchedAt = this.#deps.now();
    if (held.touchedAt - held.session.touchedAt >= KEEP_TOUCH_MS) this.#change(held, {});
  }

  /** A secret was given again: the token is new, and the one before good for a minute more, for an answer that was lost on its way. */
  unlock(sessionId: string, tokenHash: string, proof: Proof = 'pin'): void {
    this.#open(sessionId, proof, (held) => this.#succeed(held, tokenHash));
  }

  /** The credential is another: nothing of what was before is good any more. */
  anew(sessionId: string, tokenHash: string): void {
    this.#open(sessionId, undefined, (held) => this.#rotate(held, tokenHash));
  }

  /** The token is new; the one before is good for a minute more. */
  renew(sessionId: string, tokenHash: string): void {
    const held = this.#settled(sessionId);
    if (!held) return;
    this.#succeed(held, tokenHash);
    this.#change(held, {});
  }

  lock(sessionId: string): void {
    const held = this.#settled(sessionId);
    if (!held || held.session.locked) return;
    this.#lock(held, 'by-hand');
  }

  end(sessionId: string, why: SessionEnding = 'signed-out'): void {
    this.endWhere(why, (session) => session.sessionId === sessionId);
  }

  endWhere(why: SessionEnding, isOver: (session: KeptSession) => boolean): void {
    const over = [...this.#held.values()].filter(({ session }) => isOver(session));
    for (const held of over) {
      const { sessionId, tokenHash } = held.session;
      this.#held.delete(sessionId);
      this.#byToken.delete(tokenHash);
      this.#forgetBefore(held);
      this.#deps.keep(sessionId, undefined);
    }
    for (const { session } of over) {
      this.#deps.onEnded?.(session, why);
      this.#deps.onChange(session.sessionId);
    }
  }

  tick(): void {
    for (const sessionId of [...this.#held.keys()]) {
      const held = this.#settled(sessionId);
      if (held?.before && this.#deps.now() >= held.before.until) this.#forgetBefore(held);
    }
  }

  #hold(session: KeptSession): void {
    this.#held.set(session.sessionId, { session, touchedAt: session.touchedAt, before: undefined });
    this.#byToken.set(session.tokenHash, session.sessionId);
  }

  /** As it stands now: ended or locked by the time that has passed. */
  #settled(sessionId: string): Held | undefined {
    const held = this.#held.get(sessionId);
    if (!held) return undefined;
    const now = this.#deps.now();
    if (now - held.session.startedAt >= SESSION_MS) {
      this.end(sessionId, 'too-old');
      return undefined;
    }
    const idleMs = now - held.touchedAt;
    if (!held.session.locked && (idleMs >= this.#deps.lockMs(held.session.screenId) || idleMs < -BACK_MS))
      this.#lock(held, 'idle');
    return held;
  }

  #lock(held: Held, why: 'idle' | 'by-hand'): void {
    this.#change(held, { locked: true });
    this.#deps.onLocked?.(held.session, why);
    this.#deps.onChange(held.session.sessionId);
  }

  #inGrace({ before }: Held, tokenHash: string): boolean {
    return before?.tokenHash === tokenHash && this.#deps.now() < before.until;
  }

  /** @param proof what it is good for from now on; undefined: what it was */
  #open(sessionId: string, proof: Proof | undefined, rotate: (held: Held) => void): void {
    const held = this.#settled(sessionId);
    if (!held) return;
    held.touchedAt = this.#deps.now();
    rotate(held);
    this.#change(held, { locked: false, ...(proof && { proof }) });
    this.#deps.onChange(sessionId);
  }

  #succeed(held: Held, tokenHash: string): void {
    const { sessionId, tokenHash: before } = held.session;
    this.#rotate(held, tokenHash);
    held.before = { tokenHash: before, until: this.#deps.now() + GRACE_MS };
    this.#byToken.set(before, sessionId);
  }

  #rotate(held: Held, tokenHash: string): void {
    this.#forgetBefore(held);
    this.#byToken.delete(held.session.tokenHash);
    held.session = { ...held.session, tokenHash };
    this.#byToken.set(tokenHash, held.session.sessionId);
  }

  #forgetBefore(held: Held): void {
    if (held.before) this.#byToken.delete(held.before.tokenHash);
    held.before = undefined;
  }

  #change(held: Held, change: Partial<KeptSession>): void {
    held.session = { ...held.session, touchedAt: held.touchedAt, ...change };
    this.#deps.keep(held.session.sessionId, held.session);
  }
}
