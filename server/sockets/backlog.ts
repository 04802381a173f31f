/** How far behind a socket is: packets that wait because its wire is busy. */

/** What is used of engine.io's socket: both are events of its documented life cycle. */
interface Wire {
  on(event: 'packetCreate' | 'drain', listener: () => void): unknown;
}

/** More waiting packets than a healthy page ever sees in one burst. */
const BEHIND_FROM = 16;

export class Backlog {
  #waiting = 0;

  /** @param onDrained what waited has gone to the wire. */
  constructor(wire: Wire, onDrained: () => void) {
    wire.on('packetCreate', () => (this.#waiting += 1));
    wire.on('drain', () => {
      this.#waiting = 0;
      onDrained();
    });
  }

  /** Packets that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  get isBehind(): boolean {
    return this.#waiting >= BEHIND_FROM;
  }
}
