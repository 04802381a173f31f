/**
 * The clinics of the group that let this station see their chairs, while a provider is signed in at it. Made by the station's page, which
 * disposes it.
 */
import type { Instant } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { AlertView, TileView } from '#core/view.ts';
import type { GroupClinic } from '#protocol/group-events.ts';
import { realTimers, type Timers } from '#gateway/timers.ts';
import { FollowedClinic, type ClinicStatus } from './followed-clinic.ts';
import type { GroupLine } from './group-line.ts';
import { lostAlert } from './lost-alert.ts';

export interface OtherClinic extends GroupClinic {
  readonly status: ClinicStatus;
  /** By its own clock; 0 until it was heard. */
  readonly now: Instant;
  /** Undefined until all of it was heard once. */
  readonly tiles: readonly TileView[] | undefined;
  /** While there is no connection to it: the alert of this station about that. */
  readonly lost: AlertView | undefined;
}

/** Shown here a moment ago, and not any more. */
export interface GoneClinic {
  readonly siteId: string;
  readonly name: string;
  readonly why: string;
}

const STEP_MS = 250;
/** Asked again so long after nobody answered, or a refusal that passes. */
const AGAIN_MS = 2_000;
/** It is for who sits here that they are not shown. Of anything else the clinics stay, lost and heard. */
const closes = ({ code }: Refusal): boolean => code === 'not-allowed' || code === 'signed-out';

interface Loss {
  readonly since: number;
  readonly seen?: { readonly byName: string; readonly at: number };
}

export interface OtherClinicsDeps {
  readonly line: GroupLine;
  readonly timers?: Timers;
  /** Monotonic ms. */
  readonly monotonic?: () => number;
}

export class OtherClinics {
  readonly #line: GroupLine;
  readonly #monotonic: () => number;
  readonly #timers: Timers;
  readonly #stop: () => void;
  #followed: readonly FollowedClinic[] = [];
  /** By site: no connection to it, since when, and who of this station has seen that. */
  #losses: Readonly<Record<string, Loss | undefined>> = {};
  #admitting: readonly GroupClinic[] = [];
  #clinics = $state.raw<readonly OtherClinic[] | null>(null);
  #gone = $state.raw<readonly GoneClinic[]>([]);
  #refused = $state.raw<Refusal | null>(null);
  #again: (() => void) | undefined;

  constructor({ line, timers = realTimers, monotonic = () => performance.now() }: OtherClinicsDeps) {
    this.#line = line;
    this.#timers = timers;
    this.#monotonic = monotonic;
    line.onConnect(() => void this.#watch());
    line.onRefused((why) => {
      if (why) this.#notServed(why, () => this.#line.renew());
    });
    line.on('group:clinics', ({ clinics }) => this.#admit(clinics));
    line.on('group:chairs', (chairs) => this.#of(chairs.siteId)?.takeChairs(chairs, monotonic()));
    line.on('group:tiles', (tiles) => this.#hear(tiles.siteId, (clinic) => clinic.takeTiles(tiles, monotonic())));
    line.on('group:beat', (beat) => this.#hear(beat.siteId, (clinic) => clinic.takeBeat(beat, monotonic())));
    line.on('group:closed', (why) => this.#close(why));
    this.#stop = timers.every(STEP_MS, () => this.#step());
    line.renew();
  }

  /** By name, as the server has them; null until it answered. */
  get clinics(): readonly OtherClinic[] | null {
    return this.#clinics;
  }

  /** To be said once, until somebody has read it. */
  get gone(): readonly GoneClinic[] {
    return this.#gone;
  }

  /** Why this page sees none. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  read(siteId: string): void {
    this.#gone = this.#gone.filter((gone) => gone.siteId !== siteId);
  }

  /** Who is here has seen that there is no connection to it: it sounds no more, until it is lost anew. */
  seenLost(siteId: string, byName: string, now: Instant): void {
    const loss = this.#losses[siteId];
    if (loss) this.#lose(siteId, { ...loss, seen: { byName, at: now } });
    this.#draw();
  }

  /** After a refusal. */
  tryAgain(): void {
    this.#refused = null;
    this.#line.renew();
  }

  dispose(): void {
    this.#stop();
    this.#again?.();
    this.#line.close();
  }

  #of(siteId: string): FollowedClinic | undefined {
    return this.#followed.find((clinic) => clinic.siteId === siteId);
  }

  #hear(siteId: string, take: (clinic: FollowedClinic) => void): void {
    const clinic = this.#of(siteId);
    if (!clinic) return;
    take(clinic);
    this.#draw();
  }

  async #watch(): Promise<void> {
    this.#again?.();
    this.#again = undefined;
    for (const clinic of this.#followed) clinic.broken(this.#monotonic());
    const answer = await this.#line.request('group:watch', {});
    if (answer?.ok) {
      this.#refused = null;
      this.#admit(answer.data.clinics);
    } else if (answer || this.#line.connected) this.#notServed(answer?.refusal ?? null, () => void this.#watch());
  }

  #notServed(why: Refusal | null, tryAgain: () => void): void {
    if (why && closes(why)) return this.#close(why);
    if (this.#clinics === null) this.#refused = why;
    this.#again?.();
    this.#again = this.#timers.after(AGAIN_MS, tryAgain);
  }

  #admit(clinics: readonly GroupClinic[]): void {
    const at = this.#monotonic();
    const are = (siteId: string): boolean => clinics.some((clinic) => clinic.siteId === siteId);
    for (const { siteId, name } of this.#admitting) {
      if (are(siteId)) continue;
      this.#forget(siteId, name, 'This station may not see its chairs any more.');
    }
    this.#followed = clinics.map(({ siteId }) => this.#of(siteId) ?? new FollowedClinic(siteId, at));
    this.#gone = this.#gone.filter(({ siteId }) => !are(siteId));
    this.#admitting = clinics;
    this.#clinics = [];
    this.#draw();
  }

  #close(why: Refusal): void {
    this.#again?.();
    this.#again = undefined;
    for (const { siteId, name } of this.#admitting) this.#forget(siteId, name, why.message);
    this.#admitting = [];
    this.#clinics = null;
    this.#refused = why;
  }

  #forget(siteId: string, name: string, why: string): void {
    this.#followed = this.#followed.filter((clinic) => clinic.siteId !== siteId);
    this.#lose(siteId, undefined);
    this.#gone = [...this.#gone.filter((gone) => gone.siteId !== siteId), { siteId, name, why }];
  }

  #lose(siteId: string, loss: Loss | undefined): void {
    this.#losses = { ...this.#losses, [siteId]: loss };
  }

  #step(): void {
    const at = this.#monotonic();
    for (const clinic of this.#followed)
      if (clinic.check(at)) void this.#line.request('group:ask', { siteId: clinic.siteId });
    this.#draw();
  }

  #draw(): void {
    if (this.#clinics === null) return;
    const at = this.#monotonic();
    this.#clinics = this.#admitting.flatMap((clinic): OtherClinic[] => {
      const followed = this.#of(clinic.siteId);
      if (!followed) return [];
      const status = followed.status(at);
      if (status !== 'lost') this.#lose(clinic.siteId, undefined);
      else if (!this.#losses[clinic.siteId]) this.#lose(clinic.siteId, { since: at });
      const loss = this.#losses[clinic.siteId];
      const now = followed.nowAt(at);
      return [
        {
          ...clinic,
          status,
          now,
          tiles: followed.tiles,
          lost: loss && lostAlert(clinic, now - (at - loss.since), loss.seen),
        },
      ];
    });
  }
}
