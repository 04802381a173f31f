/** A clinic's clock that stands still, or is told by hand, until what is measured begins: real from then on. */
import { ManualClock } from '../../server/clock.ts';

export class BenchClock extends ManualClock {
  #live: { readonly at: number; readonly from: number } | undefined;

  goLive(): void {
    this.#live = { at: super.now(), from: performance.now() };
  }

  override now(): number {
    return this.#live ? Math.trunc(this.#live.at + performance.now() - this.#live.from) : super.now();
  }
}
