/** Which screens draw which chair's pulse wave, and how much of it they get. */
import type { ChairPleth } from '#protocol/screen-events.ts';

export interface PlethScreen {
  /** Packets wait because its wire is busy. */
  readonly isBehind: boolean;
  send(packet: ChairPleth): void;
}

export class PlethAudience {
  readonly #watching = new Map<string, Set<PlethScreen>>();

  join(chairId: string, screen: PlethScreen): void {
    this.#watching.set(chairId, (this.#watching.get(chairId) ?? new Set()).add(screen));
  }

  leave(chairId: string, screen: PlethScreen): void {
    const room = this.#watching.get(chairId);
    room?.delete(screen);
    if (room?.size === 0) this.#watching.delete(chairId);
  }

  gone(screen: PlethScreen): void {
    for (const chairId of [...this.#watching.keys()]) this.leave(chairId, screen);
  }

  /** A screen that is behind misses it: a late wave is worth nothing, and would make its vitals later still. */
  publish(packet: ChairPleth): void {
    for (const screen of this.#watching.get(packet.chairId) ?? []) if (!screen.isBehind) screen.send(packet);
  }
}
