/**
 * Nothing of a site leaves a process that may not own it any more, at the last place where it can be told: where its bytes are written.
 * So it holds for all that writes: ticks, beats, answers that were computed long, a process that stood still for a minute.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Calls } from '../clinic/calls.ts';

export class SiteGuard {
  readonly #owns: () => boolean;
  readonly #open = new Set<{ destroy(): unknown }>();

  /** @param owns asked at each write */
  constructor(owns: () => boolean) {
    this.#owns = owns;
  }

  get open(): number {
    return this.#open.size;
  }

  /** An upgraded socket: what it is not let write ends it. */
  socket(socket: Duplex): void {
    this.#keep(socket);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = ((...args: unknown[]) => {
      if (this.#owns()) return write(...args);
      socket.destroy();
      return false;
    }) as Duplex['write'];
  }

  /** An answer that is not begun, or not at its end, when the site is lost never arrives. */
  response(response: ServerResponse): void {
    this.#keep(response);
    for (const name of ['write', 'end', 'flushHeaders'] as const) {
      const does = response[name].bind(response) as (...args: unknown[]) => unknown;
      const guarded = (...args: unknown[]): unknown => {
        if (this.#owns() || response.destroyed) return does(...args);
        response.destroy();
        return name === 'write' ? false : response;
      };
      Object.defineProperty(response, name, { value: guarded });
    }
  }

  /** Ends all that is open. */
  shut(): void {
    for (const each of [...this.#open]) each.destroy();
  }

  #keep(each: Duplex | ServerResponse): void {
    this.#open.add(each);
    each.once('close', () => this.#open.delete(each));
  }
}

/**
 * Pages about an alert leave only while the site is surely ours: another may have answered it elsewhere. What is due meanwhile waits, and
 * leaves when the site turns out to be ours. The bell rings also in doubt, for then no screen here hears anything, and a bell too many is
 * better than none.
 */
export const ownCalls = (calls: Calls, owns: () => boolean): Calls => ({ ...calls, mayPage: owns });
