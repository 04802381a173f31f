/** Which adapters are here and which devices they feed: memory, never the journal. Only changes of a chair's link are recorded. */
import type { RegisteredDevice } from '#core/site-state.ts';
import type { AnnouncedDevice } from '#protocol/adapter-events.ts';

interface PresentAdapter {
  /** Of the newest connection: an adapter that came back is not lost when its old socket times out. */
  readonly connection: string;
}

interface Feed {
  adapterId: string;
  announced: AnnouncedDevice;
  /** The adapter's link to the device. */
  linked: boolean;
  /** Why it is not linked, as the adapter said. */
  reason?: string;
  seenAt: number;
  /** Since when this adapter feeds it. */
  since: number;
}

/** Announced and not registered: at most this many are remembered. */
const UNKNOWN_KEPT = 50;

export class Presence {
  readonly #adapters = new Map<string, PresentAdapter>();
  readonly #feeds = new Map<string, Feed>();
  /** By device: every adapter that announced it since the server started. */
  readonly #announcers = new Map<string, Set<string>>();

  connected(adapterId: string, connection: string): void {
    this.#adapters.set(adapterId, { connection });
  }

  /** @returns false when the adapter is here by a newer connection. */
  lost(adapterId: string, connection: string): boolean {
    if (this.#adapters.get(adapterId)?.connection !== connection) return false;
    return this.#adapters.delete(adapterId);
  }

  announce(adapterId: string, devices: readonly AnnouncedDevice[], seenAt: number): void {
    const listed = new Set(devices.map(({ deviceId }) => deviceId));
    for (const deviceId of this.devicesOf(adapterId)) if (!listed.has(deviceId)) this.#feeds.delete(deviceId);
    for (const device of devices) {
      this.#feed(adapterId, device, seenAt);
      const announcers = this.#announcers.get(device.deviceId) ?? new Set();
      this.#announcers.set(device.deviceId, announcers.add(adapterId));
    }
  }

  /** Also true of an adapter whose device another feeds by now: its backlog is still due. */
  hasAnnounced(adapterId: string, deviceId: string): boolean {
    return this.#announcers.get(deviceId)?.has(adapterId) ?? false;
  }

  /** It has announced a device since the server started. */
  isKnown(adapterId: string): boolean {
    return [...this.#announcers.values()].some((announcers) => announcers.has(adapterId));
  }

  /** After a restart: the adapter that fed this device, before it has announced it again. */
  expect(adapterId: string, device: RegisteredDevice): void {
    if (!this.#feeds.has(device.deviceId)) this.#feed(adapterId, device, 0);
  }

  #feed(adapterId: string, announced: AnnouncedDevice, seenAt: number): void {
    const before = this.#feeds.get(announced.deviceId);
    const since = before?.adapterId === adapterId ? before.since : seenAt;
    // Newest last, so that the oldest go first below.
    this.#feeds.delete(announced.deviceId);
    this.#feeds.set(announced.deviceId, { adapterId, announced, linked: true, seenAt, since });
  }

  forgetUnknown(isKnown: (deviceId: string) => boolean): void {
    const unknown = [...this.#feeds.keys()].filter((deviceId) => !isKnown(deviceId));
    for (const deviceId of unknown.slice(0, -UNKNOWN_KEPT)) this.#feeds.delete(deviceId);
    for (const deviceId of [...this.#announcers.keys()])
      if (!isKnown(deviceId) && !this.#feeds.has(deviceId)) this.#announcers.delete(deviceId);
  }

  /** @returns false when this adapter does not feed the device. */
  deviceLink(adapterId: string, deviceId: string, linked: boolean, reason?: string): boolean {
    const feed = this.#feeds.get(deviceId);
    if (feed?.adapterId !== adapterId) return false;
    feed.linked = linked;
    delete feed.reason;
    if (!linked && reason !== undefined) feed.reason = reason;
    return true;
  }

  feeds(adapterId: string, deviceId: string): boolean {
    return this.#feeds.get(deviceId)?.adapterId === adapterId;
  }

  /** Whether another adapter had taken the device over when this was measured: two lines to one device would mix. */
  isTakenFrom(adapterId: string, deviceId: string, measuredAt: number): boolean {
    const feed = this.#feeds.get(deviceId);
    return feed !== undefined && feed.adapterId !== adapterId && measuredAt >= feed.since;
  }

  /** Why the device is not connected, in words; undefined while it is. */
  whyNot(deviceId: string): string | undefined {
    const feed = this.#feeds.get(deviceId);
    if (feed === undefined) return 'no adapter feeds it';
    if (!this.#adapters.has(feed.adapterId)) return `adapter ${feed.adapterId} is not connected`;
    return feed.linked ? undefined : (feed.reason ?? 'its line is down');
  }

  announced(deviceId: string): AnnouncedDevice | undefined {
    return this.#feeds.get(deviceId)?.announced;
  }

  isConnected(deviceId: string): boolean {
    const feed = this.#feeds.get(deviceId);
    return feed !== undefined && feed.linked && this.#adapters.has(feed.adapterId);
  }

  adapterOf(deviceId: string): string | undefined {
    return this.#feeds.get(deviceId)?.adapterId;
  }

  devicesOf(adapterId: string): readonly string[] {
    return [...this.#feeds].filter(([, feed]) => feed.adapterId === adapterId).map(([deviceId]) => deviceId);
  }

  get unknown(): readonly (AnnouncedDevice & { readonly seenAt: number })[] {
    return [...this.#feeds.values()].map(({ announced, seenAt }) => ({ ...announced, seenAt }));
  }

  /**
   * The adapter that feeds a device and whether it is here; one that fed it and does so no more is not.
   * Undefined while the device was never announced.
   */
  link(deviceId: string): { readonly connected: boolean; readonly adapterId: string } | undefined {
    const adapterId = this.#feeds.get(deviceId)?.adapterId;
    if (adapterId !== undefined) return { connected: this.#adapters.has(adapterId), adapterId };
    const former = [...(this.#announcers.get(deviceId) ?? [])].at(-1);
    return former === undefined ? undefined : { connected: false, adapterId: former };
  }

  get adapterCount(): number {
    return this.#adapters.size;
  }
}
