/** The adapters of the clinic, as an administrator sees them: who is admitted, who tried, and the keys that are made here. */
import type { Refusal } from '#core/refusal.ts';
import type { AccessRequests, PeopleAnswer } from '#protocol/access.ts';
import type { AskServer } from '../access/ask-server.ts';
import { noAnswer } from '../live/line.ts';

export type AdapterHere = PeopleAnswer['adapters'][number];
export type TriedAdapter = PeopleAnswer['triedAdapters'][number];
export type KeyWish = AccessRequests['adapter-keys']['given'];

export class Admission {
  readonly #server: AskServer;
  #known = $state.raw<Pick<PeopleAnswer, 'adapters' | 'triedAdapters'> | null>(null);
  #refusal = $state.raw<Refusal | null>(null);
  #asked = 0;

  constructor(server: AskServer) {
    this.#server = server;
  }

  /** Null until the first answer. */
  get adapters(): readonly AdapterHere[] | null {
    return this.#known?.adapters ?? null;
  }

  /** Newest first. */
  get tried(): readonly TriedAdapter[] {
    return this.#known?.triedAdapters ?? [];
  }

  /** Why the newest question had no answer; what was known before still stands. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  async look(): Promise<void> {
    const mine = ++this.#asked;
    const answer = await this.#server<PeopleAnswer>('/api/people');
    // A slow answer to an older question says less than a newer one.
    if (mine !== this.#asked) return;
    if (answer?.ok) this.#known = answer.data;
    this.#refusal = answer?.ok ? null : (answer?.refusal ?? noAnswer);
  }

  /** The key is known to whoever is given it here, and to nobody afterwards. */
  async makeKey(wish: KeyWish): Promise<{ readonly key: string } | { readonly refusal: Refusal }> {
    const answer = await this.#server<AccessRequests['adapter-keys']['answer']>('/api/adapter-keys', wish);
    void this.look();
    return answer?.ok ? { key: answer.data.key } : { refusal: answer?.refusal ?? noAnswer };
  }
}
