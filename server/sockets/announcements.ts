/** What each adapter has announced, and which of it the clinic hears of: what it may bring now, looked at again when that changes. */
import type { AnnouncedDevice } from '#protocol/adapter-events.ts';
import type { AnnounceAnswer } from '../clinic/adapter-desk.ts';
import type { Clinic } from '../clinic.ts';
import type { AdapterPass } from './adapter-door.ts';

export class Announcements {
  readonly #clinic: Pick<Clinic, 'announce'>;
  readonly #pass: AdapterPass;
  #asked: readonly AnnouncedDevice[] | undefined;
  #heard = '';

  constructor(clinic: Pick<Clinic, 'announce'>, pass: AdapterPass) {
    this.#clinic = clinic;
    this.#pass = pass;
  }

  /** One answer for each, in order; one that it may not bring is refused by its name, and the clinic never hears of it. */
  announce(devices: readonly AnnouncedDevice[]): readonly AnnounceAnswer[] {
    this.#asked = devices;
    const answers = new Map(this.#tell(devices).map((answer) => [answer.deviceId, answer]));
    return devices.flatMap(({ deviceId }): AnnounceAnswer[] => {
      const refusal = this.#pass.refuseDevice(deviceId);
      if (refusal) return [{ deviceId, known: false, refusal }];
      const answer = answers.get(deviceId);
      return answer ? [answer] : [];
    });
  }

  /** A device came to the page's own chair, or went from it. */
  look(): void {
    if (this.#asked && this.#heard !== keyOf(this.#allowed(this.#asked))) this.#tell(this.#asked);
  }

  #tell(devices: readonly AnnouncedDevice[]): readonly AnnounceAnswer[] {
    const allowed = this.#allowed(devices);
    this.#heard = keyOf(allowed);
    return this.#clinic.announce(this.#pass.adapterId, allowed);
  }

  #allowed(devices: readonly AnnouncedDevice[]): readonly AnnouncedDevice[] {
    return devices.filter(({ deviceId }) => !this.#pass.refuseDevice(deviceId));
  }
}

const keyOf = (devices: readonly AnnouncedDevice[]): string => JSON.stringify(devices.map(({ deviceId }) => deviceId));
