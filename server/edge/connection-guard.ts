/** How many connections there may be, and how often one address may ask for a socket. Generous: a whole clinic may come from one address. */
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { TokenBucket } from './token-bucket.ts';
import type { Budget } from './token-bucket.ts';

/** 64 chairs, each with a page, its files and an adapter, come to some 600 for the moment after a restart. */
export const MAX_CONNECTIONS_PER_ADDRESS = 1_024;
export const MAX_CONNECTIONS = 4_096;
const ATTEMPTS: Budget = { perSecond: 50, burst: 1_000 };
/** Addresses remembered at once; beyond it, those at rest are forgotten. */
const MAX_ADDRESSES = 4_096;

export interface ConnectionLimits {
  readonly perAddress: number;
  readonly inSum: number;
}

/** @param onDropped is told once for a run of them, not for each */
export function guardConnections(
  server: HttpServer,
  onDropped: (why: { readonly address: string }) => void,
  { perAddress, inSum }: ConnectionLimits = { perAddress: MAX_CONNECTIONS_PER_ADDRESS, inSum: MAX_CONNECTIONS },
): void {
  const open = new Map<string, number>();
  let all = 0;
  let isDropping = false;
  // Of an https server these are the bare ones, before their handshake.
  server.prependListener('connection', (socket: Socket) => {
    const { remoteAddress: address = '' } = socket;
    const known = open.get(address) ?? 0;
    if (known >= perAddress || all >= inSum) {
      if (!isDropping) onDropped({ address });
      isDropping = true;
      socket.destroy();
      return;
    }
    open.set(address, known + 1);
    all += 1;
    socket.once('close', () => {
      isDropping = false;
      all -= 1;
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}

/** Attempts to open a socket, by address. */
export class Attempts {
  readonly #budget: Budget;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(budget: Budget = ATTEMPTS) {
    this.#budget = budget;
  }

  /** @param now ms of a clock that never goes back */
  take(address: string, now: number): boolean {
    let bucket = this.#buckets.get(address);
    if (!bucket) {
      if (this.#buckets.size >= MAX_ADDRESSES) this.#forget(now);
      bucket = new TokenBucket(this.#budget);
      this.#buckets.set(address, bucket);
    }
    return bucket.take(now);
  }

  get size(): number {
    return this.#buckets.size;
  }

  #forget(now: number): void {
    for (const [address, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(address);
    // All of them busy: the oldest goes, and may begin anew.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= MAX_ADDRESSES && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
