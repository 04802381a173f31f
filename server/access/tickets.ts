/** One-time tickets: what a page hands to its own socket after a sign-in, so that no other page of the browser becomes that person. */
import type { Duration, Instant } from '#core/reading.ts';
import { isToken, sha256Hex } from './screen-token.ts';

export const TICKET_MS: Duration = 30_000;

interface Ticket {
  readonly sessionId: string;
  readonly screenId: string;
  readonly until: Instant;
}

export class Tickets {
  readonly #now: () => Instant;
  readonly #open = new Map<string, Ticket>();

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** @param ticket a random token */
  give(ticket: string, of: Omit<Ticket, 'until'>): void {
    this.tick();
    this.#open.set(sha256Hex(ticket), { ...of, until: this.#now() + TICKET_MS });
  }

  /** @returns the sign-in, once, and to the screen it was made at. */
  redeem(ticket: string, screenId: string): string | undefined {
    if (!isToken(ticket)) return undefined;
    const hash = sha256Hex(ticket);
    const found = this.#open.get(hash);
    // Also one that came from another screen: it is in wrong hands.
    this.#open.delete(hash);
    return found && found.screenId === screenId && this.#now() < found.until ? found.sessionId : undefined;
  }

  tick(): void {
    for (const [hash, { until }] of this.#open) if (this.#now() >= until) this.#open.delete(hash);
  }
}
