/** How full the disks of adapters are that keep what they could not send (AL-30): memory, told anew at each connect. */
import { alertFromOutside, overFromOutside } from '#core/alerts/from-outside.ts';
import type { Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { isNearlyFull } from '#protocol/adapter-events.ts';
import type { SpoolStatus } from '#protocol/adapter-events.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';

/** Adapters remembered at most: far more than a clinic has. */
const REMEMBERED = 500;

export class AdapterStorage {
  readonly #told = new Map<string, SpoolStatus>();
  #nearlyFull = new Set<string>();

  get hasNearlyFull(): boolean {
    return this.#nearlyFull.size > 0;
  }

  /** @returns whether it is news for a person. */
  told(adapterId: string, status: SpoolStatus): boolean {
    const before = this.of(adapterId);
    this.#told.delete(adapterId);
    this.#told.set(adapterId, status);
    for (const oldest of this.#told.keys()) {
      if (this.#told.size <= REMEMBERED) break;
      this.#told.delete(oldest);
    }
    this.#nearlyFull = new Set([...this.#told].flatMap(([id, each]) => (isNearlyFull(each) ? [id] : [])));
    return before !== this.of(adapterId);
  }

  of(adapterId: string): 'nearly-full' | 'room' | 'untold' {
    const status = this.#told.get(adapterId);
    if (!status) return 'untold';
    return isNearlyFull(status) ? 'nearly-full' : 'room';
  }

  /** For a person. */
  textOf(adapterId: string): string {
    const { kept = 0, capacity = 1 } = this.#told.get(adapterId) ?? {};
    const pct = Math.min(100, Math.round((kept / capacity) * 100));
    const name = `The disk of adapter "${adapterId}"`;
    if (pct >= 100) return `${name} is full of readings that were not sent: the oldest of them are dropped`;
    return `${name} is ${pct} % full of readings that were not sent; at 100 % the oldest are dropped`;
  }
}

export interface StorageSurroundings {
  readonly site: SiteDesk;
  readonly presence: Presence;
  readonly now: () => Instant;
  readonly newId: () => string;
}

/** Issues or ends the alert on a visit. One whose adapter has not told yet, since the server started, stays. */
export function reconcileStorage(
  visit: RunningVisit,
  storage: AdapterStorage,
  { site, presence, now, newId }: StorageSurroundings,
): void {
  const { state } = visit;
  const chairId = seatOf(state);
  const devices = chairId === undefined ? [] : site.devicesOn(chairId);
  const adapterIds = devices.flatMap(({ deviceId }) => presence.adapterOf(deviceId) ?? []);
  const full = adapterIds.find((adapterId) => storage.of(adapterId) === 'nearly-full');
  const isOpen = state.alerts['adapter-storage'] !== undefined;
  if (full !== undefined && !isOpen)
    visit.input(now(), (present) =>
      accept(alertFromOutside(present, 'adapter-storage', storage.textOf(full), now(), newId)),
    );
  else if (full === undefined && isOpen && !adapterIds.some((adapterId) => storage.of(adapterId) === 'untold'))
    visit.input(now(), (present) => accept(overFromOutside(present, 'adapter-storage', now(), newId)));
  else return;
  visit.commit();
}
