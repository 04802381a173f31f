/** The pulse wave of the chair a page follows: of its own devices on that chair, else from the server. Dispose it when the page leaves. */
import { untrack } from 'svelte';
import type { ChairView } from '#core/view.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import type { ChairPleth as Packet } from '#protocol/screen-events.ts';
import type { Chair } from './chair.svelte.ts';
import type { ClinicClock } from './clock.svelte.ts';
import type { Line } from './line.ts';
import { PlethStore } from './pleth.ts';

/** A packet that was so long on its way, at speed 1, is not of now. */
const OLD_MS = 3_000;

/** So long after a packet of the page's own device the server's copies of it are left out. */
const OWN_MS = 1_500;
/** More than this apart, one of the two clocks was set. */
const CLOCK_SET_MS = 1_000;

/** The devices of this very tablet (OwnDevices). */
export interface OwnWaves {
  onPleth(listener: (packet: PlethPacket) => void): () => void;
  /** The clock that stamps them. */
  now(): number;
}

export class ChairPleth {
  readonly store = new PlethStore();
  readonly #chairId: string;
  readonly #clock: ClinicClock;
  readonly #line: Line;
  readonly #stops: (() => void)[];
  #whose: string | undefined;
  #visitId: string | null = null;
  #oximeters: readonly string[] = [];
  readonly #own: OwnWaves | undefined;
  #ownAt = -Infinity;
  #ownOffsetMs: number | undefined;

  constructor(chair: Chair, clock: ClinicClock, line: Line, own?: OwnWaves) {
    this.#own = own;
    this.#chairId = chair.chairId;
    this.#clock = clock;
    this.#line = line;
    this.#stops = [
      $effect.root(() => {
        $effect(() => {
          const view = chair.view;
          untrack(() => this.#follow(view));
        });
      }),
      line.on('pleth:packet', (packet) => this.#take(packet)),
      own?.onPleth((packet) => this.#takeOwn(packet)) ?? (() => undefined),
      line.onConnect(() => void line.request('pleth:watch', { chairId: this.#chairId })),
    ];
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    void this.#line.request('pleth:unwatch', { chairId: this.#chairId });
  }

  /** Another patient, or another device on the chair: the old wave goes at once, not when it would be swept over. */
  #follow(view: ChairView | null): void {
    if (view === null) return;
    const oximeters = view.devices.filter(({ kind }) => kind === 'oximeter').map(({ deviceId }) => deviceId);
    const whose = [view.visitId ?? '', ...oximeters].join(' ');
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.#visitId = view.visitId;
    this.#oximeters = oximeters;
    this.store.clear();
  }

  #take(packet: Packet): void {
    if (performance.now() - this.#ownAt < OWN_MS) return;
    if (packet.chairId !== this.#chairId || this.#whose === undefined || packet.visitId !== this.#visitId) return;
    const { now, rate, isSet } = this.#clock;
    this.store.rate = rate;
    const endAt = packet.at + (packet.samples.byteLength / 2) * (1_000 / packet.sampleHz);
    if (isSet && endAt < now - OLD_MS * Math.max(1, rate)) return;
    this.store.push(packet);
  }

  /** Drawn as it comes, also while the server is away. */
  #takeOwn({ deviceId, measuredAt, ...wave }: PlethPacket): void {
    if (!this.#own || !this.#oximeters.includes(deviceId)) return;
    this.#ownAt = performance.now();
    const offset = this.#clock.isSet ? this.#clock.now - this.#own.now() : 0;
    if (Math.abs(offset - (this.#ownOffsetMs ?? Infinity)) > CLOCK_SET_MS) this.#ownOffsetMs = offset;
    this.store.rate = this.#clock.rate;
    this.store.push({ ...wave, at: measuredAt + (this.#ownOffsetMs ?? 0) });
  }
}
