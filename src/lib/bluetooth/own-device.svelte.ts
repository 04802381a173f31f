/** A Bluetooth device of this very tablet, as the page shows it. */
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import type { Instant, Reading } from '#core/reading.ts';
import type { KnownDevice } from './known-devices.ts';
import type { BluetoothLine, LineState } from './bluetooth-line.ts';
import type { BluetoothModel, OwnKind } from './profiles.ts';

export class OwnDevice implements KnownDevice {
  readonly deviceId: string;
  readonly browserId: string;
  readonly name: string;
  readonly model: BluetoothModel;
  /** Null while nobody holds a line to it. */
  line: BluetoothLine | null = null;
  #state = $state<LineState>('off');
  #since = $state<Instant>(0);
  #reason = $state<string | null>(null);
  #batteryPct = $state<number | null>(null);
  #firmware = $state<string | null>(null);
  #last = $state.raw<Reading | null>(null);
  #notice = $state('');

  constructor({ deviceId, browserId, name, model }: KnownDevice) {
    this.deviceId = deviceId;
    this.browserId = browserId;
    this.name = name;
    this.model = model;
  }

  get kind(): OwnKind {
    return this.model.kind;
  }
  /** `off`: of an earlier page load, waits for a tap. `lost`: was live, and is tried again without end. */
  get state(): LineState {
    return this.#state;
  }
  /** When the state began, by the page's adapter clock. */
  get since(): Instant {
    return this.#since;
  }
  /** Why it is not live, in plain words. */
  get reason(): string | null {
    return this.#reason;
  }
  get batteryPct(): number | null {
    return this.#batteryPct;
  }
  get firmware(): string | null {
    return this.#firmware;
  }
  /** `measuredAt` by the page's adapter clock. */
  get last(): Reading | null {
    return this.#last;
  }

  /** What must be known of it, in a short line: a result that was not taken for one of now. Empty = nothing. */
  get notice(): string {
    return this.#notice;
  }
  /** What the clinic's device list shows of it. */
  get status(): DeviceStatus {
    const [batteryPct, firmware] = [this.#batteryPct, this.#firmware];
    return {
      name: this.name,
      ...(this.model.indicatesResults && { notice: this.#notice }),
      ...(firmware !== null && { firmware }),
      ...(batteryPct !== null && { batteryPct }),
    };
  }

  turned(state: LineState, at: Instant, reason: string | null): void {
    if (this.#state !== state) this.#since = at;
    this.#state = state;
    this.#reason = reason;
  }

  told({ batteryPct, firmware, notice }: DeviceStatus): void {
    if (batteryPct !== undefined) this.#batteryPct = batteryPct;
    if (firmware !== undefined) this.#firmware = firmware;
    if (notice !== undefined) this.#notice = notice;
  }

  measured(reading: Reading): void {
    this.#last = reading;
  }
}
