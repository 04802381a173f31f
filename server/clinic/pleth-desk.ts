/**
 * The pulse wave as it arrives: to the screens that watch its chair, and to the visit's record of waves. Nothing waits for it, and
 * nothing of it reaches the journal (docs/adr/0009-waveforms.md).
 */
import type { Duration, Instant } from '#core/reading.ts';
import type { PlethAnswer, PlethPacket } from '#protocol/adapter-events.ts';
import type { ChairPleth } from '#protocol/screen-events.ts';
import type { Waveforms } from '../waveforms/waveforms.ts';
import type { Counters } from './counters.ts';
import { refuseDevice, refuseFuture } from './ingest.ts';
import type { Presence } from './presence.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** `measuredAt` in clinic time. */
export type ClinicPleth = PlethPacket & { readonly samples: Uint8Array };

/** A wave whose end is older than this (at speed 1) is only kept: drawn, it would look like now. */
const LIVE_MS: Duration = 2_000;

export interface PlethDeskDeps {
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly counters: Counters;
  readonly now: () => Instant;
  readonly rate: () => number;
  /** Absent: no waves are kept. */
  readonly waveforms: Pick<Waveforms, 'keep'> | undefined;
  /** Who sat where before this start (Ingest.learnPast). */
  readonly learnPast: (instants: readonly Instant[]) => Promise<void> | undefined;
}

export class PlethDesk {
  readonly #deps: PlethDeskDeps;
  readonly #listeners = new Set<(packet: ChairPleth) => void>();

  constructor(deps: PlethDeskDeps) {
    this.#deps = deps;
  }

  /** Called with each packet of now. */
  subscribe(listener: (packet: ChairPleth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns one answer for each, in order; a promise only when a packet of before this start must be placed. */
  take(adapterId: string, packets: readonly ClinicPleth[]): readonly PlethAnswer[] | Promise<readonly PlethAnswer[]> {
    const takeAll = (): readonly PlethAnswer[] => packets.map((packet) => this.#takeOne(adapterId, packet));
    return this.#deps.learnPast(packets.map(({ measuredAt }) => measuredAt))?.then(takeAll) ?? takeAll();
  }

  #takeOne(adapterId: string, packet: ClinicPleth): PlethAnswer {
    const { counters, now } = this.#deps;
    const { deviceId } = packet;
    const lastsMs = durationOf(packet);
    const refusal =
      refuseDevice(this.#deps, adapterId, deviceId, packet.measuredAt) ??
      refuseFuture(packet.measuredAt + lastsMs - now());
    if (refusal) {
      counters.refused('pleth', refusal);
      return { status: 'refused', refusal };
    }
    // What is left of the clocks' error must not put a sample into the future.
    const at = Math.min(packet.measuredAt, Math.floor(now() - lastsMs));
    this.#keep(packet, at, at + lastsMs);
    this.#show(packet, at, at + lastsMs);
    return { status: 'taken' };
  }

  /** To the visit its device fed all the while; else to none. */
  #keep({ deviceId, sampleHz, fullScale, samples }: ClinicPleth, at: Instant, endAt: Instant): void {
    const visitId = this.#visitAt(deviceId, at);
    if (visitId === undefined || visitId !== this.#visitAt(deviceId, endAt)) return;
    this.#deps.waveforms?.keep({ visitId, deviceId, at, sampleHz, fullScale, samples });
  }

  /** Only what is of now, of the device that stands there now, and of the visit that is there now. */
  #show({ deviceId, sampleHz, fullScale, samples }: ClinicPleth, at: Instant, endAt: Instant): void {
    const { site, visits, now, rate } = this.#deps;
    if (this.#listeners.size === 0 || endAt < now() - LIVE_MS * Math.max(1, rate())) return;
    const chairId = site.device(deviceId)?.chairId;
    if (chairId === undefined || site.chairAt(deviceId, at) !== chairId) return;
    const visitId = visits.onChair(chairId)?.visitId;
    if (visits.visitAt(chairId, at) !== visitId) return;
    const shown = { chairId, visitId: visitId ?? null, at, sampleHz, fullScale, samples };
    for (const listener of this.#listeners) listener(shown);
  }

  #visitAt(deviceId: string, instant: Instant): string | undefined {
    const chairId = this.#deps.site.chairAt(deviceId, instant);
    return chairId === undefined ? undefined : this.#deps.visits.visitAt(chairId, instant);
  }
}

/** From the first sample to the last, ms. */
const durationOf = ({ samples, sampleHz }: ClinicPleth): Duration =>
  Math.round(((samples.byteLength / 2 - 1) * 1_000) / sampleHz);
