/** Records on each visit when the adapters that feed its chair come and go. */
import type { Actor } from '#core/actor.ts';
import type { VisitEvent } from '#core/event.ts';
import { FED_KINDS } from '#core/feeds.ts';
import type { FedKind } from '#core/feeds.ts';
import type { Instant } from '#core/reading.ts';
import type { RegisteredDevice } from '#core/site-state.ts';
import { deviceOf } from './chair-feeds.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';

/** Records on its visit, if there is one, which of the chair's adapters came or went, and with which devices. Does not commit. */
export function reconcileLink(visit: RunningVisit, site: SiteDesk, presence: Presence, now: Instant): void {
  const chairId = seatOf(visit.state);
  if (chairId === undefined) return;
  const devices = site.devicesOn(chairId);
  const changes = FED_KINDS.flatMap((kind) => {
    const device = deviceOf(devices, kind);
    const link = device && presence.link(device.deviceId);
    return !link || link.connected === visit.state.links?.[kind]?.connected ? [] : [{ kind, ...link }];
  });
  for (const [, some] of Map.groupBy(changes, ({ adapterId, connected }) => `${connected} ${adapterId}`)) {
    const [{ adapterId, connected }] = some as [(typeof changes)[number]];
    const actor: Actor = { kind: 'adapter', adapterId };
    const feeds = some.map(({ kind }) => kind);
    visit.record(now, actor, [{ type: connected ? 'adapter-connected' : 'adapter-disconnected', adapterId, feeds }]);
  }
}

/** Which adapters fed a visit, of the events of its journal. */
export class PastFeeds {
  readonly byDevice: Map<string, string>;
  readonly byKind: Map<FedKind, string>;

  constructor(kept?: {
    readonly byDevice: ReadonlyMap<string, string>;
    readonly byKind: ReadonlyMap<FedKind, string>;
  }) {
    this.byDevice = new Map(kept?.byDevice);
    this.byKind = new Map(kept?.byKind);
  }

  see(event: VisitEvent): void {
    if (event.type === 'adapter-connected' || event.type === 'adapter-disconnected')
      for (const kind of event.feeds ?? FED_KINDS) this.byKind.set(kind, event.adapterId);
    // What is known of the one before says nothing of the next.
    if (event.type === 'device-changed' || event.type === 'chair-changed')
      for (const kind of event.type === 'device-changed' ? [event.kind] : FED_KINDS) this.byKind.delete(kind);
    if (event.type === 'reading-recorded' && event.actor.kind === 'adapter')
      this.byDevice.set(event.source.deviceId, event.actor.adapterId);
  }

  /** The adapter that came or went last with this device, else the one whose reading of it came last. */
  adapterOf({ deviceId, kind }: RegisteredDevice): string | undefined {
    const known = kind === 'monitor' ? (this.byKind.get('oximeter') ?? this.byKind.get('cuff')) : this.byKind.get(kind);
    return this.byDevice.get(deviceId) ?? known;
  }
}

/** After a restart no adapter is here yet: those that fed the chair's devices are expected back, and the link of each is down until it is. */
export function expectAdapters(fed: PastFeeds, chairId: string, site: SiteDesk, presence: Presence): void {
  for (const device of site.devicesOn(chairId)) {
    const adapterId = fed.adapterOf(device);
    if (adapterId !== undefined) presence.expect(adapterId, device);
  }
}
