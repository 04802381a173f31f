/** People and screens of the clinic, as an administrator sees them: asked by HTTP, since no message tells of them. */
import type { Refusal } from '#core/refusal.ts';
import type { AccessRequests, CodeWish, PeopleAnswer } from '#protocol/access.ts';
import type { AskServer } from '../access/ask-server.ts';
import { noAnswer } from '../live/line.ts';
import type { Ask } from '../settings/ask.ts';

export type Known = Pick<PeopleAnswer, 'staff' | 'codes' | 'screens' | 'sessions'>;
export type PersonKnown = Known['staff'][number];
export type ScreenKnown = Known['screens'][number];
export type OpenCode = Known['codes'][number];
export type SignedInSomewhere = Known['sessions'][number];
export type MadeCode = AccessRequests['codes']['answer'];

export class PeopleDesk {
  readonly #server: AskServer;
  readonly #ask: Ask;
  readonly #now: () => number;
  #known = $state.raw<Known | null>(null);
  #refusal = $state.raw<Refusal | null>(null);
  #lookedAt = $state(0);
  #asked = 0;

  /** @param now real time: codes and screens know no clinic time */
  constructor(server: AskServer, ask: Ask, now: () => number = Date.now) {
    this.#server = server;
    this.#ask = ask;
    this.#now = now;
  }

  /** Null until the first answer. */
  get known(): Known | null {
    return this.#known;
  }

  /** Why the newest question had no answer; what was known before still stands. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** Real time of the newest answer. */
  get lookedAt(): number {
    return this.#lookedAt;
  }

  async look(): Promise<void> {
    const mine = (this.#asked += 1);
    const answer = await this.#server<PeopleAnswer>('/api/people');
    if (mine !== this.#asked) return;
    if (answer?.ok) [this.#known, this.#lookedAt] = [answer.data, this.#now()];
    this.#refusal = answer?.ok ? null : (answer?.refusal ?? noAnswer);
  }

  /** Null = done. */
  async give(command: Parameters<Ask>[0]): Promise<Refusal | null> {
    const refusal = await this.#ask(command);
    await this.look();
    return refusal;
  }

  /** Said once: whoever is given it here knows it, and nobody afterwards. */
  async makeCode(wish: CodeWish): Promise<MadeCode | { readonly refusal: Refusal }> {
    const answer = await this.#server<MadeCode>('/api/codes', wish);
    void this.look();
    return answer?.ok ? answer.data : { refusal: answer?.refusal ?? noAnswer };
  }

  takeBack(codeId: string): Promise<Refusal | null> {
    return this.#send('/api/codes/take-back', [{ codeId }]);
  }

  signOut(sessionIds: readonly string[]): Promise<Refusal | null> {
    return this.#send(
      '/api/sessions/end',
      sessionIds.map((sessionId) => ({ sessionId })),
    );
  }

  async #send(path: string, each: readonly object[]): Promise<Refusal | null> {
    const answers = await Promise.all(each.map((given) => this.#server<null>(path, given)));
    await this.look();
    for (const answer of answers) if (!answer?.ok) return answer?.refusal ?? noAnswer;
    return null;
  }
}
