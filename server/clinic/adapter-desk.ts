/** Adapters as they come, announce their devices, and go; each visit learns whether its chair is still fed. */
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { AnnouncedDevice, DeviceStatus, SpoolStatus } from '#protocol/adapter-events.ts';
import { AdapterStorage, reconcileStorage } from './adapter-storage.ts';
import { reconcileLink } from './chair-links.ts';
import type { DeviceSeen } from './device-seen.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface AdapterDeskDeps {
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly seen: DeviceSeen;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** What the screens see of this chair changed. */
  readonly onChair: (chairId: string) => void;
  /** What every screen knows of the clinic's devices changed. */
  readonly onSite: () => void;
}

/** What an adapter is told of a device it announced. */
export interface AnnounceAnswer {
  readonly deviceId: string;
  readonly known: boolean;
  readonly chairName?: string;
  /** It may not bring this one. */
  readonly refusal?: Refusal;
}

export class AdapterDesk {
  readonly #deps: AdapterDeskDeps;
  readonly #storage = new AdapterStorage();

  constructor(deps: AdapterDeskDeps) {
    this.#deps = deps;
  }

  connected(adapterId: string, connection: string): void {
    this.#deps.presence.connected(adapterId, connection);
    this.#changed(adapterId);
  }

  /** @param connection of the socket that closed; an adapter that is here by a newer one is not lost. */
  lost(adapterId: string, connection: string): void {
    if (this.#deps.presence.lost(adapterId, connection)) this.#changed(adapterId);
  }

  announce(adapterId: string, devices: readonly AnnouncedDevice[]): readonly AnnounceAnswer[] {
    const { site, presence, now } = this.#deps;
    const before = presence.devicesOf(adapterId);
    presence.announce(adapterId, devices, now());
    presence.forgetUnknown((deviceId) => site.device(deviceId) !== undefined);
    this.#changed(adapterId, before);
    return devices.map(({ deviceId }) => {
      const device = site.device(deviceId);
      const chairName = device?.chairId === undefined ? undefined : site.chair(device.chairId)?.name;
      return { deviceId, known: device !== undefined, ...(chairName !== undefined && { chairName }) };
    });
  }

  /** The adapter's own line to a device came or went. */
  deviceLink(adapterId: string, deviceId: string, connected: boolean, reason?: string): Result<null> {
    const { presence, seen, now } = this.#deps;
    if (!presence.deviceLink(adapterId, deviceId, connected, reason))
      return refuse('unknown-device', `This adapter has not announced "${deviceId}": send adapter:announce first.`);
    if (connected) seen.heard(deviceId, now());
    this.#changed(adapterId);
    return accept(null);
  }

  /** What a device says of itself: name, firmware, battery. */
  deviceStatus(adapterId: string, deviceId: string, status: DeviceStatus): Result<null> {
    const { presence, seen, now } = this.#deps;
    if (!presence.feeds(adapterId, deviceId))
      return refuse('unknown-device', `This adapter has not announced "${deviceId}": send adapter:announce first.`);
    seen.told(deviceId, status, now());
    this.#changed(adapterId);
    return accept(null);
  }

  /** How full the disk of an adapter is that keeps what it could not send. */
  spoolStatus(adapterId: string, status: SpoolStatus): void {
    if (this.#storage.told(adapterId, status)) this.#changed(adapterId);
  }

  /** Whether the adapter of this device can soon keep nothing more. */
  isStorageNearlyFull(deviceId: string): boolean {
    const adapterId = this.#deps.presence.adapterOf(deviceId);
    return adapterId !== undefined && this.#storage.of(adapterId) === 'nearly-full';
  }

  /** An infusion may have begun since an adapter told: it is told too. */
  tick(): void {
    if (this.#storage.hasNearlyFull) for (const visit of this.#deps.visits.running) this.#reconcileStorage(visit);
  }

  /** The visit learns whether its chair is still fed. */
  reconcile(visit: RunningVisit | undefined): void {
    if (!visit) return;
    reconcileLink(visit, this.#deps.site, this.#deps.presence, this.#deps.now());
    visit.commit();
    this.#reconcileStorage(visit);
  }

  #reconcileStorage(visit: RunningVisit): void {
    reconcileStorage(visit, this.#storage, this.#deps);
  }

  /** @param withdrawn devices that it may feed no more. */
  #changed(adapterId: string, withdrawn: readonly string[] = []): void {
    const { site, visits, presence, onChair, onSite } = this.#deps;
    const chairIds = [...presence.devicesOf(adapterId), ...withdrawn].map((deviceId) => site.device(deviceId)?.chairId);
    for (const chairId of new Set(chairIds)) {
      if (chairId === undefined) continue;
      this.reconcile(visits.onChair(chairId));
      onChair(chairId);
    }
    onSite();
  }
}
