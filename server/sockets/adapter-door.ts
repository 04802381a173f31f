/**
 * Who may come in as an adapter, and whose readings it may bring: a program by its own key, a chair's page by the cookie of its screen
 * (docs/SPEC.md, SEC). What holds is asked anew for each message, so that what was taken away is gone at once.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { SiteState } from '#core/site-state.ts';
import type { AdapterHandshake } from '#protocol/adapter-events.ts';
import type { Standing } from '#protocol/screen-events.ts';
import type { Access } from '../access/access.ts';
import { Throttle } from '../access/throttle.ts';
import { isKeyOf } from './adapter-key.ts';
import { AdapterAttempts } from './adapter-attempts.ts';

export interface AdapterPass {
  readonly adapterId: string;
  /** False for ever once its key was replaced, the adapter removed, or the screen's enrolment has ended. */
  readonly isValid: boolean;
  /** Why it may not bring this device. @param at when it was measured, clinic time; absent: now */
  refuseDevice(deviceId: string, at?: Instant): Refusal | undefined;
}

export interface AdapterDoorDeps {
  readonly site: () => SiteState;
  /** Where a device stood then. */
  readonly chairAt: (deviceId: string, at: Instant) => string | undefined;
  /** Hashes, by adapter. */
  readonly keys: () => ReadonlyMap<string, string>;
  /** Absent: no page has devices of its own. */
  readonly access?: Pick<Access, 'identify' | 'placeOf'> | undefined;
  /** Real time. */
  readonly now: () => Instant;
}

export interface Knock {
  readonly hello: AdapterHandshake;
  readonly headers: Pick<IncomingHttpHeaders, 'cookie'>;
  readonly address: string;
}

const WAY = 'make a key in Settings > Adapters and give it with --key-file';
/** Of a page's own devices. */
const ofScreen = (screenId: string): string => `screen:${screenId}`;

export class AdapterDoor {
  readonly #deps: AdapterDoorDeps;
  readonly #throttle: Throttle;
  /** The admitted by id: asked at each message of each adapter. */
  #known:
    | { readonly of: SiteState['adapters']; readonly byId: ReadonlyMap<string, SiteState['adapters'][number]> }
    | undefined;
  /** Who was not let in, for the administrator. */
  readonly attempts = new AdapterAttempts();

  constructor(deps: AdapterDoorDeps) {
    this.#deps = deps;
    this.#throttle = new Throttle(deps.now);
  }

  admit(knock: Knock): Result<AdapterPass> {
    const { hello, headers, address } = knock;
    if (hello.key !== undefined) return this.#byKey(hello.adapterId, hello.key, address);
    const screenId = this.#deps.access?.identify(headers).screenId;
    const isPage = hello.adapterId.startsWith(ofScreen(''));
    if (screenId !== undefined && isPage) return this.#byScreen(hello.adapterId, screenId);
    if (isPage) return noScreen;
    this.#tried(hello.adapterId, address);
    return refuse('signed-out', `Adapter "${hello.adapterId}" gave no key: ${WAY}.`);
  }

  /**
   * A right key is never made to wait: it has too many bits to be guessed, and one adapter with an old key must not keep the others of
   * its machine out. What waits is being told, counted and listed.
   */
  #byKey(adapterId: string, key: string, address: string): Result<AdapterPass> {
    const source = { kind: 'address', id: address } as const;
    const guess = { at: adapterId, with: 'code' } as const;
    const hash = this.#deps.keys().get(adapterId);
    if (isKeyOf(hash, key) && this.#admitted(adapterId)) {
      this.#throttle.succeeded(guess, source);
      this.attempts.forget(adapterId);
      return accept(this.#programPass(adapterId, hash));
    }
    const waitMs = this.#throttle.waitMs(guess, source);
    if (waitMs > 0)
      return refuse(
        'too-many',
        `Too many wrong keys from this address: wait ${Math.ceil(waitMs / 1_000)} s, or ${WAY}. A right key is let in at once.`,
      );
    this.#throttle.tried(guess, source);
    this.#tried(adapterId, address);
    return refuse('signed-out', `The key of adapter "${adapterId}" is not valid here: ${WAY}.`);
  }

  #byScreen(adapterId: string, screenId: string): Result<AdapterPass> {
    const own = ofScreen(screenId);
    if (adapterId !== own)
      return refuse('not-allowed', 'A page brings the devices of its own screen only: load the page again.');
    const place = this.#placeOf(screenId);
    return place && place.kind !== 'station' ? accept(this.#pagePass(own, screenId)) : noScreen;
  }

  #programPass(adapterId: string, hash: string | undefined): AdapterPass {
    const isValid = (): boolean => this.#admitted(adapterId) !== undefined && this.#deps.keys().get(adapterId) === hash;
    return {
      adapterId,
      get isValid() {
        return isValid();
      },
      refuseDevice: (deviceId) => {
        const devices = this.#admitted(adapterId)?.devices ?? [];
        return devices === 'all' || devices.includes(deviceId)
          ? undefined
          : refuse(
              'not-allowed',
              `The key of adapter "${adapterId}" is not for "${deviceId}": in Settings > Adapters make one that is, and give it with --key-file.`,
            ).refusal;
      },
    };
  }

  #pagePass(adapterId: string, screenId: string): AdapterPass {
    const place = (): Standing | undefined => this.#placeOf(screenId);
    const isValid = (): boolean => {
      const kind = place()?.kind;
      return kind === 'chair' || kind === 'anywhere';
    };
    return {
      adapterId,
      get isValid() {
        return isValid();
      },
      refuseDevice: (deviceId, at) => this.#refuseOfPage(place(), deviceId, at),
    };
  }

  #refuseOfPage(place: Standing | undefined, deviceId: string, at: Instant | undefined): Refusal | undefined {
    if (place?.kind === 'anywhere') return undefined;
    const own = place?.kind === 'chair' ? place.chairId : undefined;
    const { devices, chairs } = this.#deps.site();
    const standsOn = devices.find((device) => device.deviceId === deviceId)?.chairId;
    const chairId = at === undefined ? standsOn : this.#deps.chairAt(deviceId, at);
    if (own !== undefined && (chairId === undefined || chairId === own)) return undefined;
    const nameOf = (id: string | undefined): string => chairs.find((chair) => chair.chairId === id)?.name ?? 'no chair';
    return refuse(
      'not-allowed',
      `Device "${deviceId}" is on ${nameOf(chairId)}: the page of ${nameOf(own)} brings its own chair’s devices only. Move the device or the visit to ${nameOf(own)}, or enrol this tablet to ${nameOf(chairId)}.`,
    ).refusal;
  }

  #placeOf(screenId: string): Standing | undefined {
    return this.#deps.access?.placeOf(screenId);
  }

  #admitted(adapterId: string): SiteState['adapters'][number] | undefined {
    const { adapters } = this.#deps.site();
    if (this.#known?.of !== adapters)
      this.#known = { of: adapters, byId: new Map(adapters.map((each) => [each.adapterId, each])) };
    return this.#known.byId.get(adapterId);
  }

  #tried(adapterId: string, address: string): void {
    this.attempts.add({ adapterId, address, at: this.#deps.now() });
  }
}

const noScreen = refuse(
  'signed-out',
  'A page brings devices only where its screen is enrolled to a chair: an administrator enrols it in Settings.',
);
