/** How many connections there may be, and how often one network may ask for a socket. Generous: a whole clinic may come from one address. */
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../access/from.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Budget } from './token-bucket.ts';

export interface ConnectionLimits {
  /** Of one network that a screen or an adapter of the clinic came from. */
  readonly ofOwn: number;
  /** Of one other network. */
  readonly ofStranger: number;
  readonly inSum: number;
  /** Of the sum, for the clinic's own alone: a tablet that lost its Wi-Fi finds a place. */
  readonly keptForOwn: number;
}

/** 64 chairs, each with a page, its files and an adapter, come to some 600 for the moment after a restart. */
export const CONNECTIONS: ConnectionLimits = { ofOwn: 1_024, ofStranger: 128, inSum: 4_096, keptForOwn: 1_024 };
const ATTEMPTS: Budget = { perSecond: 50, burst: 1_000 };
/** Networks remembered at once; beyond it, the one that asked longest ago is forgotten. */
const MAX_NETWORKS = 4_096;

/**
 * @param onDropped is told once for a run of them, not for each
 * @param networks an exempt address brings the connections of many: it is not counted
 */
export function guardConnections(
  server: HttpServer,
  onDropped: (why: { readonly network: string }) => void,
  networks: { isOwn(network: string): boolean; isExempt?(address: string | undefined): boolean },
  { ofOwn, ofStranger, inSum, keptForOwn }: ConnectionLimits = CONNECTIONS,
): void {
  const open = new Map<string, number>();
  let all = 0;
  let isDropping = false;
  // Of an https server these are the bare ones, before their handshake.
  server.prependListener('connection', (socket: Socket) => {
    if (networks.isExempt?.(socket.remoteAddress) === true) return;
    const network = networkOf(socket.remoteAddress);
    const isOwn = networks.isOwn(network);
    const known = open.get(network) ?? 0;
    if (known >= (isOwn ? ofOwn : ofStranger) || all >= (isOwn ? inSum : inSum - keptForOwn)) {
      if (!isDropping) onDropped({ network });
      isDropping = true;
      socket.destroy();
      return;
    }
    open.set(network, known + 1);
    all += 1;
    socket.once('close', () => {
      isDropping = false;
      all -= 1;
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}

/** What each network asked for lately. */
export class Attempts {
  readonly #budget: Budget;
  /** Who asked longest ago comes first, and has most of its budget back. */
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(budget: Budget = ATTEMPTS) {
    this.#budget = budget;
  }

  /** @param now ms of a clock that never goes back */
  take(network: string, now: number, cost = 1): boolean {
    const bucket = this.#buckets.get(network) ?? new TokenBucket(this.#budget);
    this.#buckets.delete(network);
    this.#buckets.set(network, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_NETWORKS && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(now, cost);
  }

  get size(): number {
    return this.#buckets.size;
  }
}
