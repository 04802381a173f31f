/** The site's own stream: chairs, devices and where they stand, published protocols. */
import type { Actor } from '#core/actor.ts';
import type { Chair, RegisteredDevice, RetiredDevice, SiteEvent, SiteEventBody, SiteState } from '#core/site-state.ts';
import { evolveSite } from '#core/site.ts';
import type { Instant } from '#core/reading.ts';
import type { Journal } from '../journal/journal.ts';
import type { Durability } from './durability.ts';
import { Spans } from './spans.ts';

export interface SiteDeskDeps {
  readonly journal: Journal;
  readonly durability: Durability;
  /** Screens may be told: it is on the disk, or the disk is late. */
  readonly onShown: () => void;
}

/** The state by id: asked several times for each reading. */
interface KnownById {
  readonly of: SiteState | undefined;
  readonly devices: ReadonlyMap<string, RegisteredDevice>;
  readonly devicesOn: ReadonlyMap<string | undefined, readonly RegisteredDevice[]>;
  readonly chairs: ReadonlyMap<string, Chair>;
}

export class SiteDesk {
  readonly #deps: SiteDeskDeps;
  #state: SiteState | undefined;
  readonly #chairOf = new Spans();
  #known: KnownById | undefined;
  /** Appended and not yet on the disk. */
  #waiting = 0;
  readonly #listeners = new Set<(events: readonly SiteEvent[]) => void>();

  constructor(deps: SiteDeskDeps) {
    this.#deps = deps;
    for (const event of deps.journal.loadSite()) this.#fold(event);
  }

  get isFounded(): boolean {
    return this.#state !== undefined;
  }

  get state(): SiteState {
    if (!this.#state) throw new Error('The site is not founded.');
    return this.#state;
  }

  device(deviceId: string): RegisteredDevice | undefined {
    return this.#byId.devices.get(deviceId);
  }

  retired(deviceId: string): RetiredDevice | undefined {
    return this.state.retired.find((device) => device.deviceId === deviceId);
  }

  /** As it stands now. */
  devicesOn(chairId: string): readonly RegisteredDevice[] {
    return this.#byId.devicesOn.get(chairId) ?? [];
  }

  chair(chairId: string): Chair | undefined {
    return this.#byId.chairs.get(chairId);
  }

  /** Where the device stood then. */
  chairAt(deviceId: string, instant: Instant): string | undefined {
    return this.#chairOf.at(deviceId, instant);
  }

  /** Something of the site itself is not yet on the disk. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  /** Told of each event at once, before it is on the disk. @returns how to stop. */
  onEvents(listener: (events: readonly SiteEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once on the disk. */
  append(bodies: readonly SiteEventBody[], now: Instant, actor: Actor, commandId?: string): Promise<void> {
    const events = bodies.map((body, index): SiteEvent => ({
      ...body,
      at: now,
      actor,
      ...(index === 0 && commandId !== undefined && { commandId }),
    }));
    for (const event of events) this.#fold(event);
    const { durability, journal, onShown } = this.#deps;
    const { durable } = journal.append({ kind: 'site', id: journal.siteId }, events);
    this.#waiting += 1;
    durability.watch(durable, () => {
      this.#waiting -= 1;
      onShown();
    });
    if (durability.late) onShown();
    for (const listener of this.#listeners) listener(events);
    return durable;
  }

  /** Made when it is asked for: many events in a row, as at a start, make it once. */
  get #byId(): KnownById {
    if (this.#known && this.#known.of === this.#state) return this.#known;
    const { devices = [], chairs = [] } = this.#state ?? {};
    return (this.#known = {
      of: this.#state,
      devices: new Map(devices.map((device) => [device.deviceId, device])),
      devicesOn: Map.groupBy(devices, ({ chairId }) => chairId),
      chairs: new Map(chairs.map((chair) => [chair.chairId, chair])),
    });
  }

  #fold(event: SiteEvent): void {
    const before = this.#state?.devices;
    this.#state = evolveSite(this.#state, event);
    if (this.#state.devices === before) return;
    this.#state.devices.forEach((device, at) => {
      // One that is as it was stands where it stood.
      if (device !== before?.[at]) this.#follow(device, event.at);
    });
  }

  #follow({ deviceId, chairId }: RegisteredDevice, at: Instant): void {
    if (this.#chairOf.now(deviceId) === chairId) return;
    if (chairId === undefined) this.#chairOf.end(deviceId, at);
    else this.#chairOf.begin(deviceId, chairId, at);
  }
}
