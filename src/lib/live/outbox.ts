/**
 * Commands on their way. One that got no answer is sent again with the same id, at once or after the reconnect: the server
 * gives its first answer again, so nothing happens twice. Nothing new is taken while the line is not live. One that a locked screen may
 * not give waits for the PIN and is then sent again, the same.
 */
import type { Refusal } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import type { OpenVisit, WireSiteCommand, WireVisitCommand } from '#protocol/screen-events.ts';
import { noAnswer, notConnected, type Line } from './line.ts';

/** Sent this often and still no answer: the person is told that nobody knows. */
const MOST_TRIES = 4;
/** "Now" in a command means the tap: one that waited longer for the reconnect than this is not sent any more. */
export const RECONNECT_MS = 15_000;

export class Outbox {
  readonly #line: Line;
  readonly #newId: () => string;
  readonly #waiting = new Set<() => void>();
  readonly #untilOpen: () => Promise<boolean>;
  #disposed = false;
  #underWay = 0;

  /** @param untilOpen asks for the PIN of a locked screen; false: nobody gave it */
  constructor(line: Line, newId: () => string, untilOpen: () => Promise<boolean> = () => Promise.resolve(false)) {
    this.#line = line;
    this.#newId = newId;
    this.#untilOpen = untilOpen;
  }

  /** Null = done. */
  giveVisit(visitId: string, command: WireVisitCommand, from?: 'station' | 'phone'): Promise<Refusal | null> {
    const asked = { commandId: this.#newId(), visitId, command, ...(from && { from }) };
    return this.deliver(() => this.#line.request('visit:command', asked));
  }

  /** Null = done. */
  openVisit(request: OpenVisit): Promise<Refusal | null> {
    const commandId = this.#newId();
    return this.deliver(() => this.#line.request('visit:open', { commandId, ...request }));
  }

  /** Null = done. */
  beginVisit(request: {
    readonly chairId: string;
    readonly planId: string;
    readonly confirmed?: boolean;
  }): Promise<Refusal | null> {
    const commandId = this.#newId();
    return this.deliver(() => this.#line.request('visit:begin', { commandId, ...request }));
  }

  /** Null = done. */
  giveSite(command: WireSiteCommand): Promise<Refusal | null> {
    const commandId = this.#newId();
    return this.deliver(() => this.#line.request('site:command', { commandId, command }));
  }

  /** For the connect: what is still without an answer goes out once more. */
  sendAgain(): void {
    for (const resume of [...this.#waiting]) resume();
  }

  dispose(): void {
    this.#disposed = true;
    this.sendAgain();
  }

  /** Whatever else is asked for in a person's name. Null = done. @param send the same each time it is called */
  async deliver(send: () => Promise<Answer<unknown> | null>): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    this.#underWay += 1;
    try {
      return await this.#deliver(send);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Something that was given has no answer yet. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  async #deliver(send: () => Promise<Answer<unknown> | null>): Promise<Refusal | null> {
    for (let tries = 0; tries < MOST_TRIES && !this.#disposed; tries += 1) {
      const answer = await send();
      if (answer?.ok === false && answer.refusal.code === 'locked' && (await this.#untilOpen())) continue;
      if (answer !== null) return answer.ok ? null : answer.refusal;
      if (!this.#line.connected && !this.#disposed && !(await this.#reconnected())) break;
    }
    return noAnswer;
  }

  #reconnected(): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (back: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(resume);
        resolve(back);
      };
      const resume = (): void => finish(true);
      const timer = setTimeout(() => finish(false), RECONNECT_MS);
      this.#waiting.add(resume);
    });
  }
}
