/** Which readings were judged in the visit itself: its own protocol says so. Another one may judge fewer, and must not hide an event by it. */
import { sameFeeds, ofSameFeeds } from '../alone/same-feeds.ts';
import { isJudged } from '../alerts/track.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { VisitEvent, VisitEventOf } from '../event.ts';
import type { NibpReading, OximetryReading } from '../reading.ts';
import { KEPT_BPS } from '../visit/evolve-reading.ts';
import type { VisitState } from '../visit-state.ts';

export class JudgedThen {
  readonly #protocol: ClinicalProtocol;
  #oximetry: OximetryReading | undefined;
  #bps: readonly NibpReading[] = [];

  constructor(protocol: ClinicalProtocol) {
    this.#protocol = protocol;
  }

  /**
   * Of each event, in order.
   * @param state of the rerun: of it only what devices there are, and what people set.
   * @returns the reading that it brought, if that was judged
   */
  in(event: VisitEvent, state: VisitState): OximetryReading | NibpReading | undefined {
    if (event.type === 'watched-alone') this.#join(event, state);
    if (event.type !== 'reading-recorded' && event.type !== 'bp-entered') return undefined;
    const { reading } = event;
    if (reading.kind !== 'oximetry' && reading.kind !== 'nibp') return undefined;
    const { setUp, feeds, joinedUntil } = state;
    const then = {
      ...{ protocol: this.#protocol, setUp, bps: this.#bps },
      ...(this.#oximetry && { oximetry: this.#oximetry }),
      ...(feeds && { feeds }),
      ...(joinedUntil !== undefined && { joinedUntil }),
    };
    const deviceId = event.type === 'reading-recorded' ? event.source.deviceId : undefined;
    if (!isJudged(then, reading, event.at, deviceId)) return undefined;
    if (reading.kind === 'oximetry') this.#oximetry = reading;
    else this.#bps = [...this.#bps, reading].slice(-KEPT_BPS);
    return reading;
  }

  /** What the page had judged is not judged once more when the readings themselves come. */
  #join({ seen: all, feeds }: VisitEventOf<'watched-alone'>, state: VisitState): void {
    const { oximetry, bps } = ofSameFeeds(all, sameFeeds(state, feeds));
    if (oximetry && oximetry.measuredAt > (this.#oximetry?.measuredAt ?? -Infinity)) this.#oximetry = oximetry;
    this.#bps = [...this.#bps, ...bps].toSorted((a, b) => a.measuredAt - b.measuredAt).slice(-KEPT_BPS);
  }
}
