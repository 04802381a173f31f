/** The page as an adapter: what its devices measured, kept until the server has answered for it (docs/adapter-protocol.md). */
import type { Instant, Reading } from '#core/reading.ts';
import type { GatewayLog } from '#gateway/log.ts';
import { Outbox } from '#gateway/outbox.ts';
import type { OutboxStore } from '#gateway/outbox.ts';
import { Sender } from '#gateway/sender.ts';
import type { Timers } from '#gateway/timers.ts';
import { Uplink } from '#gateway/uplink.ts';
import type { UplinkDeps } from '#gateway/uplink.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

export interface PageGatewayDeps extends Pick<UplinkDeps, 'devices' | 'linkOf' | 'statusOf'> {
  readonly serverUrl: string;
  readonly screenId: string;
  readonly build: string;
  readonly now: () => Instant;
  readonly timers: Timers;
  readonly store: OutboxStore;
  readonly newEpoch: () => string;
  /** So many readings have no answer yet. */
  readonly onUnsent: (unsent: number) => void;
}

/** Of two devices, for eight hours: an outage of a whole clinic day. */
const CAPACITY = 60_000;
/** A page has no log of its own: what a person must know is said in the dialog. */
const silent: GatewayLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export class PageGateway {
  readonly #deps: PageGatewayDeps;
  readonly #outbox: Outbox;
  readonly #sender: Sender;
  readonly #uplink: Uplink;
  #isOnline = false;
  #isHeld = false;

  constructor(deps: PageGatewayDeps) {
    this.#deps = deps;
    const { serverUrl, screenId, build, devices, linkOf, statusOf, now, timers, store, newEpoch } = deps;
    this.#outbox = new Outbox({ newEpoch, capacity: CAPACITY, onDropped: () => undefined, store });
    this.#uplink = new Uplink({
      serverUrl,
      handshake: { protocol: PROTOCOL_VERSION, adapterId: `screen:${screenId}`, software: `vigil ${build} chair page` },
      devices,
      linkOf,
      ...(statusOf && { statusOf }),
      now,
      timers,
      log: silent,
      onOnline: () => this.#turn(true),
      onOffline: () => this.#turn(false),
    });
    this.#sender = new Sender({
      outbox: this.#outbox,
      transmit: async (payload) => {
        const answer = await this.#uplink.transmit(payload);
        // The outbox takes the answer in the turn after this one.
        timers.after(0, () => deps.onUnsent(this.#outbox.size));
        return answer;
      },
      timers,
      log: silent,
    });
  }

  start(): void {
    this.#deps.onUnsent(this.#outbox.size);
    this.#uplink.start();
  }

  stop(): void {
    this.#uplink.stop();
  }

  get unsent(): number {
    return this.#outbox.size;
  }

  /** The page's devices changed: the server is told all of them. */
  announceAgain(): void {
    this.#uplink.announceAgain();
  }

  sendLink(deviceId: string): void {
    void this.#uplink.sendLink(deviceId);
  }

  sendStatus(deviceId: string): void {
    void this.#uplink.sendStatus(deviceId);
  }

  add(deviceId: string, readings: readonly Reading[]): void {
    for (const reading of readings) this.#outbox.add(deviceId, reading);
    this.#sender.pump();
    this.#deps.onUnsent(this.#outbox.size);
  }

  /** Live or not at all: a page keeps no waves. */
  sendPleth(packets: readonly PlethPacket[]): void {
    if (packets.length > 0 && !this.#isHeld) this.#uplink.sendPleth(packets);
  }

  /** While held, readings wait as if the server were away; the devices stay announced. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#flow();
  }

  #turn(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#flow();
  }

  #flow(): void {
    if (!this.#isOnline || this.#isHeld) return this.#outbox.offline();
    this.#outbox.online();
    this.#sender.pump();
  }
}
