/** Who is at one page, by what holds now: the page's own sign-in, its lock, and where its screen is enrolled. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '#core/actor.ts';
import type { Viewer } from '#core/access/may-see.ts';
import type { Proof } from '#core/authority.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { ScreenAccess, SignedIn, Standing } from '#protocol/screen-events.ts';
import type { Access, AccessChange, Identity, Session } from '../access/access.ts';

type Asked = Pick<Access, 'placeOf' | 'session' | 'redeem' | 'active' | 'end'>;

export class ScreenPerson {
  readonly screenId: string;
  readonly #access: Asked;
  #sessionId: string | undefined;

  constructor(access: Asked, { screenId, sessionId }: Identity & { readonly screenId: string }) {
    this.screenId = screenId;
    this.#access = access;
    this.#sessionId = sessionId;
  }

  /** Where this screen is enrolled; undefined: nowhere. */
  get place(): Standing | undefined {
    return this.#access.placeOf(this.screenId);
  }

  /** Neither enrolled nor signed in: nothing is for it. */
  get isStranger(): boolean {
    return this.place === undefined && this.#session === undefined;
  }

  /** Named, locked or not. */
  get staff(): SignedIn | undefined {
    return this.#session?.staff;
  }

  get locked(): boolean {
    return this.#session?.locked === true;
  }

  /** What the sign-in was made, or opened again, with. */
  get proof(): Proof | undefined {
    return this.#session?.proof;
  }

  /** As records name it: at a locked screen nobody is known to have acted. */
  get actor(): Actor {
    return this.locked ? { kind: 'screen', screenId: this.screenId } : this.named;
  }

  /** Locked or not. */
  get named(): Actor {
    const { screenId, staff } = this;
    return staff ? { kind: 'staff', ...staff, screenId } : { kind: 'screen', screenId };
  }

  get viewer(): Viewer {
    const { place, staff, locked, proof } = this;
    return { place, role: staff?.role, locked, proof };
  }

  get told(): ScreenAccess {
    const { screenId, place, staff, locked } = this;
    return { screenId, place: place ?? null, staff: staff ?? null, locked };
  }

  concerns(change: AccessChange): boolean {
    return change.kind === 'screen' ? change.screenId === this.screenId : change.sessionId === this.#sessionId;
  }

  /** By the one-time ticket of a sign-in at this screen. */
  signIn(ticket: string): SignedIn | undefined {
    const session = this.#access.redeem(ticket, this.screenId);
    if (session) this.#sessionId = session.sessionId;
    return session?.staff;
  }

  active(): void {
    if (this.#sessionId !== undefined) this.#access.active(this.#sessionId);
  }

  signOut(): void {
    if (this.#sessionId !== undefined) this.#access.end(this.#sessionId);
    this.#sessionId = undefined;
  }

  get #session(): Session | undefined {
    return this.#sessionId === undefined ? undefined : this.#access.session(this.#sessionId);
  }
}

/** By the cookies of a request or an upgrade. @returns a refusal for a browser that is neither enrolled nor signed in */
export function personAt(
  access: Pick<Access, 'identify'> & Asked,
  headers: Pick<IncomingHttpHeaders, 'cookie'>,
): Result<ScreenPerson> {
  const { screenId, ...identity } = access.identify(headers);
  const person = screenId === undefined ? undefined : new ScreenPerson(access, { screenId, ...identity });
  if (person && !person.isStranger) return accept(person);
  return refuse('signed-out', 'This screen is not enrolled, and nobody is signed in: enrol it, or sign in.');
}
