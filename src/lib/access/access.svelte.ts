/**
 * Who is at this screen and which place it has, as the server says. What was last said holds while the connection is lost: who was
 * locked stays locked, and whoever was named is locked by the page itself after the server's time without a touch.
 */
import type { Refusal } from '#core/refusal.ts';
import type { ScreenPlace } from '#core/access/screen.ts';
import type {
  AccessOverview,
  AccessRequest,
  AccessRequests,
  PersonHere,
  Secret,
  SignInWith,
} from '#protocol/access.ts';
import type { Answer } from '#protocol/answer.ts';
import type { ScreenAccess, SignedIn, Standing } from '#protocol/screen-events.ts';
import { noAnswer, notConnected, type Line } from '../live/line.ts';
import { askServer, type AskServer } from './ask-server.ts';
import type { Desk, Refused } from './desk.ts';

/** At most so often the server is told that somebody touches the page. */
const ACTIVE_EVERY_MS = 15_000;
/** The server's times (server/access/sessions.ts), for a page that is without it. */
const LOCK_MS = 2 * 60_000;
const LOCK_ELSEWHERE_MS = 10 * 60_000;
const LOOK_EVERY_MS = 1_000;
const RENEW_EVERY_MS = 30 * 60_000;
/** An act means the tap: one that waited longer for its PIN is not done any more. */
export const ASKED_MS = 60_000;

export class Access implements Desk {
  readonly #line: Line;
  readonly #ask: AskServer;
  readonly #stops: (() => void)[];
  readonly #known: Promise<string>;
  #heard = $state.raw<ScreenAccess | null>(null);
  #overview = $state.raw<AccessOverview | null>(null);
  #hadPlace = $state(false);
  #signIns = $state(0);
  #asked = $state.raw<{ readonly done: Promise<boolean>; readonly end: (isOpen: boolean) => void } | null>(null);
  #onReader: readonly (() => void)[] = [];
  #attending = 0;
  #toldActive = -Infinity;
  #touchedAt = timeNow();
  /** Until the server is heard again. */
  #lockedItself = $state(false);
  #looking: ReturnType<typeof setInterval> | undefined;
  #renewing: ReturnType<typeof setInterval> | undefined;

  constructor(line: Line, ask: AskServer = askServer) {
    this.#line = line;
    this.#ask = ask;
    let know: (screenId: string) => void;
    this.#known = new Promise((resolve) => (know = resolve));
    this.#stops = [
      line.on('access:changed', (heard) => {
        know(heard.screenId);
        this.#hear(heard);
      }),
    ];
  }

  /** Public: the cookie that proves it is not. Empty until the first connect. */
  get screenId(): string {
    return this.#heard?.screenId ?? '';
  }

  /** The same, once the server has said it. */
  get screenIdKnown(): Promise<string> {
    return this.#known;
  }

  /** Undefined until the first connect. */
  get place(): Standing | null | undefined {
    return this.#heard?.place;
  }

  get staff(): SignedIn | null {
    // It said so to a page that came back: the sign-in and the place are gone.
    return this.#line.refused?.code === 'signed-out' ? null : (this.#heard?.staff ?? null);
  }

  /** Also while the server is away: without it no PIN can be checked. */
  get locked(): boolean {
    return (this.#heard?.locked === true || this.#lockedItself) && this.staff !== null;
  }

  /** Who may read names here: nobody while it is locked. */
  get reader(): SignedIn | null {
    return this.locked ? null : this.staff;
  }

  /** How often somebody signed in on this page; not what was told again at a connect. */
  get signIns(): number {
    return this.#signIns;
  }

  get isAsked(): boolean {
    return this.#asked !== null;
  }

  get overview(): AccessOverview | null {
    return this.#overview;
  }

  get people(): readonly PersonHere[] | null {
    return this.#overview?.people ?? null;
  }

  get takesPins(): boolean {
    return (this.#heard ? this.#heard.place : (this.#overview?.place ?? null)) !== null;
  }

  /** The server has neither a place for this screen nor a person at it. */
  get isOut(): boolean {
    return (
      this.#line.refused?.code === 'signed-out' || (this.#heard !== null && !this.#heard.place && !this.#heard.staff)
    );
  }

  /** It had a place on this page, and has it no longer. */
  get wasRemoved(): boolean {
    return this.#hadPlace && this.isOut;
  }

  start(): void {
    this.#looking ??= setInterval(() => this.#lookForTouch(), LOOK_EVERY_MS);
    this.#renewing ??= setInterval(() => {
      if (this.staff && this.#line.state === 'live') void this.#send('renew', {});
    }, RENEW_EVERY_MS);
  }

  dispose(): void {
    clearInterval(this.#renewing);
    clearInterval(this.#looking);
    for (const stop of this.#stops) stop();
    this.giveUp();
  }

  /** Somebody touched the page. */
  used(): void {
    // Of a tablet that slept: whoever wakes it is not who left it.
    this.#lookForTouch();
    this.#touchedAt = timeNow();
    const now = performance.now();
    if (this.staff === null || this.locked || this.#line.state !== 'live' || now - this.#toldActive < ACTIVE_EVERY_MS)
      return;
    this.#toldActive = now;
    void this.#line.request('staff:active', {});
  }

  async askPeople(): Promise<Refusal | null> {
    const answer = await this.#ask<AccessOverview>('/api/access');
    if (answer === null) return this.#overview ? null : notConnected;
    if (!answer.ok) return answer.refusal;
    this.#overview = answer.data;
    return null;
  }

  async signIn(given: SignInWith): Promise<Refused | null> {
    const refused = await this.#begin('sign-in', given);
    if (refused === null) this.#opened();
    return refused;
  }

  async unlock(secret: Secret): Promise<Refused | null> {
    const answer = await this.#send('unlock', secret);
    if (answer === null) return noAnswerNow;
    if (!answer.ok) return answer.refusal;
    if (this.#heard) this.#hear({ ...this.#heard, locked: false });
    this.#opened();
    return null;
  }

  async lock(): Promise<Refused | null> {
    const answer = await this.#send('lock', {});
    if (answer === null) return noAnswerNow;
    if (!answer.ok) return answer.refusal;
    if (this.#heard) this.#hear({ ...this.#heard, locked: true });
    return null;
  }

  /** @param staysInCharge said at a chair whose patient is theirs, after it was refused without */
  async leave(staysInCharge = false): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    const answer = await this.#line.request('staff:leave', staysInCharge ? { staysInCharge } : {});
    if (answer === null) return noAnswer;
    if (!answer.ok) return answer.refusal;
    await this.#send('sign-out', {});
    if (this.#heard) this.#hear({ ...this.#heard, staff: null, locked: false });
    return null;
  }

  async claim(given: { readonly code: string } & Secret): Promise<Refused | null> {
    const refused = await this.#begin('claim', given);
    if (refused === null) this.#opened();
    return refused;
  }

  async change(given: { readonly current: Secret; readonly next: Secret }): Promise<Refused | null> {
    const answer = await this.#send('credential', given);
    return answer === null ? noAnswerNow : answer.ok ? null : answer.refusal;
  }

  /** @returns the new place */
  async enrol(code: string): Promise<{ readonly place: ScreenPlace } | { readonly refused: Refused }> {
    const answer = await this.#send('enrol', { code });
    if (answer === null) return { refused: noAnswerNow };
    return answer.ok ? { place: answer.data.place } : { refused: answer.refusal };
  }

  firstRun(given: AccessRequests['first-run']['given']): Promise<Refused | null> {
    return this.#begin('first-run', given);
  }

  /** An act was refused because the screen is locked. @returns true once somebody's PIN has opened it, false when they gave up */
  untilOpen(): Promise<boolean> {
    if (this.#asked) return this.#asked.done;
    if (this.#attending === 0) return Promise.resolve(false);
    let resolve: (isOpen: boolean) => void;
    const done = new Promise<boolean>((settle) => (resolve = settle));
    const timer = setTimeout(() => this.giveUp(), ASKED_MS);
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      this.#asked = null;
      resolve(isOpen);
    };
    this.#asked = { done, end };
    return done;
  }

  giveUp(): void {
    this.#asked?.end(false);
  }

  /** Called when another person, or nobody, may read names here. @returns the way to stop listening */
  onReader(listener: () => void): () => void {
    this.#onReader = [...this.#onReader, listener];
    return () => {
      this.#onReader = this.#onReader.filter((each) => each !== listener);
    };
  }

  attend(): () => void {
    this.#attending += 1;
    return () => {
      this.#attending -= 1;
      if (this.#attending === 0) this.giveUp();
    };
  }

  #opened(): void {
    this.#toldActive = performance.now();
    this.#touchedAt = timeNow();
    this.#asked?.end(true);
  }

  #hear(heard: ScreenAccess): void {
    if (heard.place && heard.place.kind !== 'anywhere') this.#hadPlace = true;
    const before = this.reader?.staffId;
    this.#heard = heard;
    this.#lockedItself = false;
    if (this.reader?.staffId !== before) this.#tellReader();
  }

  #tellReader(): void {
    for (const listener of this.#onReader) listener();
  }

  #lookForTouch(): void {
    if (this.#line.state !== 'lost' || this.staff === null || this.locked) return;
    const limitMs = this.#heard?.place ? LOCK_MS : LOCK_ELSEWHERE_MS;
    const now = timeNow();
    // Either clock may stand still while a tablet sleeps, or be set.
    const leftMs = Math.max(now.run - this.#touchedAt.run, now.wall - this.#touchedAt.wall);
    if (leftMs < limitMs) return;
    this.#lockedItself = true;
    this.#tellReader();
  }

  #send<Request extends AccessRequest>(
    request: Request,
    given: AccessRequests[Request]['given'],
  ): Promise<Answer<AccessRequests[Request]['answer']> | null> {
    return this.#ask(`/api/${request}`, given);
  }

  /** A request that a sign-in may come of: the ticket names whoever it is on this very page. */
  async #begin<Request extends 'sign-in' | 'claim' | 'first-run'>(
    request: Request,
    given: AccessRequests[Request]['given'],
  ): Promise<Refused | null> {
    const answer = await this.#send(request, given);
    if (answer === null) return noAnswerNow;
    if (!answer.ok) return answer.refusal;
    if (answer.data.ticket === undefined) return null;
    // A page that was shut out, or whose socket is away, is named by its cookie when it connects.
    const named = this.#line.connected
      ? await this.#line.request('staff:session', { ticket: answer.data.ticket })
      : null;
    if (named?.ok === false) return named.refusal;
    if (named === null) this.#line.renew();
    const staff = named?.data ?? answer.data.staff;
    this.#hear({ ...(this.#heard ?? { screenId: '', place: null }), staff, locked: false });
    this.#signIns += 1;
    return null;
  }
}

const timeNow = (): { readonly run: number; readonly wall: number } => ({ run: performance.now(), wall: Date.now() });

const noAnswerNow: Refusal = { code: 'unavailable', message: 'Vigil did not answer: try again in a moment.' };
