/**
 * What happens to the patient of a chair, second by second: known to the drill alone, drawn from a seed. Desaturations that need a person at
 * once, milder ones that last, recoveries between them, and now and then a BP that is critical and the one in range after it.
 */
import type { Random } from '../fuzz/random.ts';

export interface TrueSecond {
  readonly spo2Pct: number;
  readonly pulseBpm: number;
  /** A cuff's result of this second. */
  readonly bp?: { readonly systolicMmHg: number; readonly diastolicMmHg: number };
}

const NORMAL_BP = { systolicMmHg: 124, diastolicMmHg: 78 };
/** A value that was low clears after 10 s in range; two excursions this far apart are two. */
const LEAST_WELL_S = 18;
/** The first comes soon, so that a short drill has one. */
const FIRST_WELL_S = [4, 14] as const;

export class Truth {
  readonly #random: Random;
  readonly #seconds: TrueSecond[] = [];
  #toBpS: number;
  #isBpCritical = false;

  constructor(random: Random) {
    this.#random = random;
    this.#toBpS = this.#from(5, 30);
  }

  /** @param index from 0 */
  at(index: number): TrueSecond {
    while (this.#seconds.length <= index) this.#draw();
    return this.#seconds[index] ?? { spo2Pct: 97, pulseBpm: 72 };
  }

  #draw(): void {
    const well = this.#seconds.length === 0 ? this.#from(...FIRST_WELL_S) : this.#from(LEAST_WELL_S, LEAST_WELL_S + 17);
    for (let n = 0; n < well; n += 1) this.#say(97 + (n % 2));
    const isCritical = this.#random.nat(3) > 0;
    const low = isCritical ? this.#from(6, 20) : this.#from(24, 36);
    const depth = isCritical ? this.#from(76, 84) : this.#from(86, 88);
    for (let n = 0; n < low; n += 1) this.#say(depth + (n % 2));
  }

  #say(spo2Pct: number): void {
    this.#toBpS -= 1;
    if (this.#toBpS > 0) return void this.#seconds.push({ spo2Pct, pulseBpm: 72 });
    this.#toBpS = this.#isBpCritical ? this.#from(15, 30) : this.#from(20, 60);
    this.#isBpCritical = !this.#isBpCritical && this.#random.nat(2) === 0;
    const bp = this.#isBpCritical
      ? { systolicMmHg: this.#from(184, 205), diastolicMmHg: this.#from(112, 120) }
      : NORMAL_BP;
    this.#seconds.push({ spo2Pct, pulseBpm: 72, bp });
  }

  #from(least: number, most: number): number {
    return least + this.#random.nat(most - least + 1);
  }
}
