/**
 * Where the clinic's own screens and adapters come from, and how many requests each network makes. One machine has as many IPv6 addresses as
 * it likes, so networks are counted (`networkOf`), not addresses.
 */
import { Attempts } from './connection-guard.ts';
import type { Budget } from './token-bucket.ts';

/** 64 tablets behind one address that load a page of 60 files after an update, and their reads. */
const OWN: Budget = { perSecond: 200, burst: 6_000 };
/** Several newcomers at once. */
const STRANGERS: Budget = { perSecond: 50, burst: 600 };
/** A tablet that holds its socket for weeks and then loses its Wi-Fi is still known. */
const KNOWN_FOR_MS = 30 * 24 * 60 * 60_000;
/** For so long a proof is not asked for again. */
const FRESH_FOR_MS = 60 * 60_000;
/** Only who is enrolled or has a key adds to them. */
const MOST_KNOWN = 1_024;

const isLoopbackNetwork = (network: string): boolean => /^(127\.\d+\.\d+\.\d+|::1)$/.test(network);

export class Networks {
  readonly #now: () => number;
  /** Networks with when they were last proved, oldest proof first. */
  readonly #proved = new Map<string, number>();
  /** Apart, so that a flood of networks pushes none of the clinic's out. */
  readonly #requests = { own: new Attempts(OWN), strangers: new Attempts(STRANGERS) };

  /** @param now ms of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** An enrolled screen, or an adapter with its key, came from there lately; or it is this machine. */
  isOwn(network: string): boolean {
    return isLoopbackNetwork(network) || this.#sinceProof(network) < KNOWN_FOR_MS;
  }

  /** A proof need not be looked for. */
  isFresh(network: string): boolean {
    return isLoopbackNetwork(network) || this.#sinceProof(network) < FRESH_FOR_MS;
  }

  prove(network: string): void {
    if (isLoopbackNetwork(network)) return;
    this.#proved.delete(network);
    this.#proved.set(network, this.#now());
    const [oldest] = this.#proved.keys();
    if (this.#proved.size > MOST_KNOWN && oldest !== undefined) this.#proved.delete(oldest);
  }

  /** @returns whether it may be answered */
  takeRequest(network: string, cost = 1): boolean {
    return this.#requests[this.isOwn(network) ? 'own' : 'strangers'].take(network, this.#now(), cost);
  }

  get size(): number {
    return this.#proved.size + this.#requests.own.size + this.#requests.strangers.size;
  }

  #sinceProof(network: string): number {
    return this.#now() - (this.#proved.get(network) ?? -Infinity);
  }
}
