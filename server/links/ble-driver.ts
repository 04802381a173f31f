/** The Bluetooth driver (@stoprocent/noble): an optional dependency, loaded only when a Bluetooth device is wanted. */

export interface BleCharacteristic {
  readonly uuid: string;
  readonly properties: readonly string[];
  readAsync(): Promise<Uint8Array>;
  writeAsync(bytes: Buffer, withoutResponse: boolean): Promise<void>;
  subscribeAsync(): Promise<unknown>;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
}

export interface BleService {
  readonly uuid: string;
  discoverCharacteristicsAsync(): Promise<readonly BleCharacteristic[]>;
}

export interface BlePeripheral {
  readonly id: string;
  /** Empty on macOS, which shows an id of its own instead. */
  readonly address: string;
  readonly advertisement: { readonly localName?: string | undefined };
  connectAsync(): Promise<void>;
  cancelConnect(): void;
  disconnectAsync(): Promise<void>;
  discoverServicesAsync(): Promise<readonly BleService[]>;
  once(event: 'disconnect', listener: () => void): unknown;
}

export interface BleDriver {
  /** `poweredOn`, `poweredOff`, `unauthorized`, `unsupported`, `resetting`, `unknown`. Asking starts it. */
  readonly state: string;
  startScanning(services: readonly string[], allowDuplicates: boolean, done: (error?: Error | null) => void): void;
  stopScanning(): void;
  stop(): void;
  /** Lets go of the devices it has seen, but for those `kept` or in a connection. */
  forget(kept: ReadonlySet<string>): void;
  on(event: 'stateChange', listener: (state: string) => void): unknown;
  on(event: 'discover', listener: (peripheral: BlePeripheral) => void): unknown;
  on(event: 'scanStop', listener: () => void): unknown;
}

export type LoadDriver = () => Promise<BleDriver>;

export const installedDriver: LoadDriver = async () => {
  const { default: noble } = (await import('@stoprocent/noble')) as unknown as { default: Noble };
  // Its own answer to Ctrl-C ends the process before the adapter has sent what is left.
  const before = process.listeners('SIGINT');
  void noble.state;
  for (const listener of process.listeners('SIGINT'))
    if (!before.includes(listener)) process.removeListener('SIGINT', listener);
  return Object.assign(noble, { forget: (kept: ReadonlySet<string>) => forgetStrangers(noble, kept) });
};

/** noble 2.8 and what is used of its inside. */
export interface Noble extends Omit<BleDriver, 'forget'> {
  readonly _peripherals?: Map<string, { readonly state: string }>;
  _cleanupPeriperals?(id: string): void;
  readonly _bindings?: {
    readonly [map in '_addresses' | '_addresseTypes' | '_connectable' | 'scannable']?: Record<string, unknown>;
  } & { readonly _gap?: { _discoveries?: object } };
}

/** noble keeps every device it ever saw, and each telephone that passes is a new one every quarter of an hour. */
export function forgetStrangers(noble: Noble, kept: ReadonlySet<string>): void {
  const { _peripherals: peripherals = new Map(), _bindings: bindings } = noble;
  for (const [id, { state }] of [...peripherals]) {
    if (kept.has(id) || (state !== 'disconnected' && state !== 'error')) continue;
    noble._cleanupPeriperals?.(id);
    for (const map of ['_addresses', '_addresseTypes', '_connectable', 'scannable'] as const)
      delete bindings?.[map]?.[id];
  }
  if (bindings?._gap?._discoveries) bindings._gap._discoveries = {};
}

/** What a person can do about a driver that does not load. */
export function whyNotLoaded(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
    ? 'no Bluetooth driver: run "npm install" with optional packages'
    : 'Bluetooth driver not built: npm rebuild @stoprocent/noble @stoprocent/bluetooth-hci-socket --ignore-scripts=false';
}

const LACKS: Readonly<Record<string, string>> = {
  poweredOff: 'the Bluetooth adapter is switched off: switch it on (Linux: bluetoothctl power on)',
  unauthorized: 'this process may not use Bluetooth: allow it (Linux: cap_net_raw for node, or run as root)',
  unsupported: 'this machine has no Bluetooth adapter with Low Energy: plug one in and start again',
  resetting: 'the Bluetooth adapter is starting anew',
};

/** What the machine lacks while its adapter is in a state other than `poweredOn`. */
export const whyNotReady = (state: string): string => LACKS[state] ?? 'the Bluetooth adapter does not answer';
