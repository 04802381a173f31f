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

export class SiteDesk {
  readonly #deps: SiteDeskDeps;
  #state: SiteState | undefined;
  readonly #chairOf = new Spans();
  /** The state by id: asked several times for each reading. */
  #devices = new Map<string, RegisteredDevice>();
  #devicesOn = new Map<string | undefined, RegisteredDevice[]>();
  #chairs = new Map<string, Chair>();
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
    return this.#devices.get(deviceId);
  }

  retired(deviceId: string): RetiredDevice | undefined {
    return this.state.retired.find((device) => device.deviceId === deviceId);
  }

  /** As it stands now. */
  devicesOn(chairId: string): readonly RegisteredDevice[] {
    return this.#devicesOn.get(chairId) ?? [];
  }

  chair(chairId: string): Chair | undefined {
    return this.#chairs.get(chairId);
  }

  /** Where the device stood then. */
  chairAt(deviceId: string, instant: Instant): string | undefined {
    return this.#chairOf.at(deviceId, instant);
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
    durability.watch(durable, onShown);
    if (durability.late) onShown();
    for (const listener of this.#listeners) listener(events);
    return durable;
  }

  #fold(event: SiteEvent): void {
    this.#state = evolveSite(this.#state, event);
    this.#devices = new Map(this.#state.devices.map((device) => [device.deviceId, device]));
    this.#devicesOn = Map.groupBy(this.#state.devices, ({ chairId }) => chairId);
    this.#chairs = new Map(this.#state.chairs.map((chair) => [chair.chairId, chair]));
    for (const { deviceId, chairId } of this.#state.devices) {
      if (this.#chairOf.now(deviceId) === chairId) continue;
      if (chairId === undefined) this.#chairOf.end(deviceId, event.at);
      else this.#chairOf.begin(deviceId, chairId, event.at);
    }
  }
}
