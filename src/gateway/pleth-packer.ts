/**
 * Gathers a device's pulse wave into packets: small enough to be drawn as it comes, few enough to cost nothing. Pure: the adapter
 * process and a chair page with its own devices call it alike, with the clock that stamps their readings.
 */
import type { Duration, Instant } from '#core/reading.ts';
import type { PlethSegment } from '#devices/decoder.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { MAX_PLETH_SAMPLES, packSamples } from '#protocol/pleth-samples.ts';

/** Real time in one packet, at least; a device that says more at once gets it all into one. */
const PACKET_MS: Duration = 200;
/**
 * Samples that come so much later or earlier than those before them foretold are not their neighbours. Longer than a line's
 * hiccup, shorter than the third of a second a Nonin puts into a packet.
 */
const APART_MS: Duration = 300;
/** How much of the difference between foretold and arrived each push takes: nothing comes before it was measured, but much late. */
const EARLY_SHARE = 0.5;
const LATE_SHARE = 0.05;

export interface PlethPackerOptions {
  readonly deviceId: string;
  /** Clock milliseconds per real one. */
  readonly speed?: number;
}

type Scale = Pick<PlethSegment, 'sampleHz' | 'fullScale'>;

export class PlethPacker {
  readonly #deviceId: string;
  readonly #speed: number;
  #held: number[] = [];
  #scale: Scale | undefined;
  /** Of the first sample held. */
  #heldFrom: Instant = 0;
  /** Of the next sample, if none is lost. Undefined: nothing comes next to it. */
  #next: Instant | undefined;
  #heardAt: Instant = 0;

  constructor({ deviceId, speed = 1 }: PlethPackerOptions) {
    this.#deviceId = deviceId;
    this.#speed = speed;
  }

  /**
   * @param segments as the device's reader gave them (DeviceReader.push); absent = it gave none
   * @param at when they came: the last sample was taken then
   */
  push(segments: readonly PlethSegment[] | undefined, at: Instant): readonly PlethPacket[] {
    if (segments === undefined || segments.length === 0) return [];
    this.#heardAt = at;
    const packets: PlethPacket[] = [];
    for (const [n, segment] of segments.entries()) {
      if (segment.samples.length === 0) continue;
      const after = segments
        .slice(n + 1)
        .reduce((ms, { samples, sampleHz }) => ms + (samples.length * 1_000) / sampleHz, 0);
      const isNeighbour = n === 0 && this.#foretold(segment, at - after);
      if (!isNeighbour) packets.push(...this.gap());
      this.#take(segment, at - after);
      if (this.#heldMs >= PACKET_MS * this.#speed) packets.push(...this.#emit());
    }
    return packets;
  }

  /** What waits although nothing followed it; call it a few times a second. */
  flush(at: Instant): readonly PlethPacket[] {
    return at - this.#heardAt > 2 * PACKET_MS * this.#speed ? this.#emit() : [];
  }

  /** The line was closed or opened: what is held goes out, and what comes next is not its neighbour. */
  gap(): readonly PlethPacket[] {
    const packets = this.#emit();
    this.#next = undefined;
    return packets;
  }

  /** Does it follow what came before without a gap? Moves what is foretold a little towards what came. */
  #foretold({ samples, sampleHz, fullScale }: PlethSegment, endAt: Instant): boolean {
    if (this.#next === undefined || this.#scale?.sampleHz !== sampleHz || this.#scale.fullScale !== fullScale)
      return false;
    const apart = endAt - ((samples.length - 1) * 1_000) / sampleHz - this.#next;
    if (Math.abs(apart) > APART_MS * this.#speed) return false;
    const most = 500 / sampleHz;
    this.#next += Math.max(-most, Math.min(most, apart * (apart < 0 ? EARLY_SHARE : LATE_SHARE)));
    return true;
  }

  #take({ samples, sampleHz, fullScale }: PlethSegment, endAt: Instant): void {
    const from = this.#next ?? endAt - ((samples.length - 1) * 1_000) / sampleHz;
    if (this.#held.length === 0) this.#heldFrom = from;
    this.#scale = { sampleHz, fullScale };
    for (const sample of samples) this.#held.push(sample);
    this.#next = from + (samples.length * 1_000) / sampleHz;
  }

  get #heldMs(): Duration {
    return this.#scale ? (this.#held.length * 1_000) / this.#scale.sampleHz : 0;
  }

  #emit(): readonly PlethPacket[] {
    const scale = this.#scale;
    if (!scale || this.#held.length === 0) return [];
    const packets: PlethPacket[] = [];
    for (let from = 0; from < this.#held.length; from += MAX_PLETH_SAMPLES)
      packets.push({
        deviceId: this.#deviceId,
        measuredAt: Math.round(this.#heldFrom + (from * 1_000) / scale.sampleHz),
        ...{ sampleHz: scale.sampleHz, fullScale: scale.fullScale },
        samples: packSamples(this.#held.slice(from, from + MAX_PLETH_SAMPLES)),
      });
    this.#held = [];
    return packets;
  }
}
