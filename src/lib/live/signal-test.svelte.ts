/** What one device sends, as it comes: the last minute, kept on this page alone. Dispose it when the page leaves. */
import type { Refusal } from '#core/refusal.ts';
import type { DeviceReading } from '#protocol/screen-events.ts';
import { kept } from '../signal/signal.ts';
import type { Line } from './line.ts';

export class SignalTest {
  readonly #deviceId: string;
  readonly #line: Line;
  readonly #stops: (() => void)[];
  #readings = $state.raw<readonly DeviceReading[]>([]);
  #refused = $state.raw<Refusal | null>(null);

  constructor(deviceId: string, line: Line, clock: { readonly now: number }) {
    this.#deviceId = deviceId;
    this.#line = line;
    this.#stops = [
      line.on('device:reading', (reading) => {
        if (reading.deviceId !== deviceId) return;
        this.#readings = kept([...this.#readings, reading], Math.max(clock.now, reading.at));
      }),
      line.onConnect(() => void this.ask()),
    ];
  }

  /** Oldest first. */
  get readings(): readonly DeviceReading[] {
    return this.#readings;
  }

  /** Why the server does not show it: nobody is named here, or the device is not registered. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Again, once somebody is named. */
  async ask(): Promise<void> {
    const answer = await this.#line.request('device:watch', { deviceId: this.#deviceId });
    if (answer !== null) this.#refused = answer.ok ? null : answer.refusal;
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    void this.#line.request('device:unwatch', { deviceId: this.#deviceId });
  }
}
