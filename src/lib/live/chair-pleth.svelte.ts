/** The pulse wave of the chair a page follows. Dispose it when the page leaves. */
import { untrack } from 'svelte';
import type { ChairView } from '#core/view.ts';
import type { ChairPleth as Packet } from '#protocol/screen-events.ts';
import type { Chair } from './chair.svelte.ts';
import type { ClinicClock } from './clock.svelte.ts';
import type { Line } from './line.ts';
import { PlethStore } from './pleth.ts';

/** A packet that was so long on its way, at speed 1, is not of now. */
const OLD_MS = 3_000;

export class ChairPleth {
  /** A page's own devices may feed it too. */
  readonly store = new PlethStore();
  readonly #chairId: string;
  readonly #clock: ClinicClock;
  readonly #line: Line;
  readonly #stops: (() => void)[];
  #whose: string | undefined;
  #visitId: string | null = null;

  constructor(chair: Chair, clock: ClinicClock, line: Line) {
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
    this.store.clear();
  }

  #take(packet: Packet): void {
    if (packet.chairId !== this.#chairId || this.#whose === undefined || packet.visitId !== this.#visitId) return;
    const { now, rate, isSet } = this.#clock;
    this.store.rate = rate;
    const endAt = packet.at + (packet.samples.byteLength / 2) * (1_000 / packet.sampleHz);
    if (isSet && endAt < now - OLD_MS * Math.max(1, rate)) return;
    this.store.push(packet);
  }
}
