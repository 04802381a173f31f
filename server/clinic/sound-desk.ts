/** What the pages say of their sound, and what follows for each chair. Memory: after a restart every page says it anew. */
import { dutyOf, HAND_OVER_MS, lasts, LISTENING_MS, whoSounds } from '#core/sound/who-sounds.ts';
import type { SoundingScreen, SoundPlace, SoundView } from '#core/sound/who-sounds.ts';
import type { Instant } from '#core/reading.ts';

export interface SoundDeskDeps {
  readonly now: () => Instant;
  /** Clinic ms per real ms. */
  readonly rate: () => number;
  readonly chairIds: () => readonly string[];
  /** Whether a person asked that low and medium sound at the station. */
  readonly isQuiet: (chairId: string) => boolean;
  /** What the screens see of its sound changed. */
  readonly onChair: (chairId: string, sound: SoundView) => void;
}

/** Its page's newest beat. `connection` tells two pages of one browser apart. */
export interface SoundBeat {
  readonly connection: string;
  readonly screenId: string;
  readonly place: SoundPlace;
  readonly canSound: boolean;
}

export class SoundDesk {
  readonly #deps: SoundDeskDeps;
  readonly #stations = new Map<string, SoundingScreen>();
  /** By chair, so that a beat costs the same in a clinic of any size. */
  readonly #atChairs = new Map<string, Map<string, SoundingScreen>>();
  readonly #listening = new Map<string, Instant>();
  readonly #sounds = new Map<string, SoundView>();
  readonly #startedAt: Instant;

  constructor(deps: SoundDeskDeps) {
    this.#deps = deps;
    this.#startedAt = deps.now();
  }

  /** Pages had the time to come back to a server that has just started. */
  get isSettled(): boolean {
    return this.#deps.now() - this.#startedAt >= HAND_OVER_MS * this.#deps.rate();
  }

  /** Places that can let alerts be heard now, and stations where somebody is. */
  get heard(): { readonly places: number; readonly stations: number } {
    const now = this.#deps.now();
    const rate = this.#deps.rate();
    const screens = [
      ...this.#stations.values(),
      ...[...this.#atChairs.values()].flatMap((there) => [...there.values()]),
    ];
    const sounding = screens.filter(({ soundAt }) => soundAt !== undefined && lasts(soundAt, HAND_OVER_MS * rate, now));
    return { places: sounding.length, stations: this.#listening.size };
  }

  of(chairId: string): SoundView {
    return this.#sounds.get(chairId) ?? this.#look(chairId);
  }

  /** @returns whether this place has anything to let be heard now. */
  beat({ connection, screenId, place, canSound }: SoundBeat): boolean {
    const now = this.#deps.now();
    const there = this.#at(place);
    const soundAt = canSound ? now : there.get(connection)?.soundAt;
    there.set(connection, { screenId, place, beatAt: now, ...(soundAt !== undefined && { soundAt }) });
    if (place.kind === 'chair') this.#look(place.chairId);
    else this.tick();
    const chairs = place.kind === 'chair' ? [place.chairId] : this.#deps.chairIds();
    return chairs.some((chairId) => ['all', 'high'].includes(dutyOf(place.kind, this.of(chairId))));
  }

  /** This page left the place, or all of them: that it could sound lasts its 3 s, that it is there does not. */
  gone(connection: string, chairId?: string): void {
    const places = chairId === undefined ? [this.#stations, ...this.#atChairs.values()] : [this.#atChairs.get(chairId)];
    for (const there of places) {
      const page = there?.get(connection);
      if (page?.soundAt === undefined) there?.delete(connection);
      else there?.set(connection, { ...page, beatAt: page.soundAt });
    }
  }

  /** Somebody is at this station: a tap, or its use by somebody who tapped. */
  listen(screenId: string): void {
    this.#listening.set(screenId, this.#deps.now());
    this.tick();
  }

  leave(screenId: string): void {
    this.#listening.delete(screenId);
    this.tick();
  }

  /** What time alone brings about. Also forgets what means nothing any more. */
  tick(): void {
    const now = this.#deps.now();
    const rate = this.#deps.rate();
    const forgetSilent = (there: Map<string, SoundingScreen>): void => {
      for (const [connection, { beatAt }] of there)
        if (!lasts(beatAt, HAND_OVER_MS * rate, now)) there.delete(connection);
    };
    forgetSilent(this.#stations);
    for (const [chairId, there] of this.#atChairs) {
      forgetSilent(there);
      if (there.size === 0) this.#atChairs.delete(chairId);
    }
    for (const [screenId, at] of this.#listening)
      if (!lasts(at, LISTENING_MS * rate, now)) this.#listening.delete(screenId);
    const chairIds = this.#deps.chairIds();
    for (const chairId of chairIds) this.#look(chairId);
    if (this.#sounds.size > chairIds.length)
      for (const chairId of this.#sounds.keys()) if (!chairIds.includes(chairId)) this.#sounds.delete(chairId);
  }

  /** A page that goes to another place is forgotten at the first within 3 s. */
  #at(place: SoundPlace): Map<string, SoundingScreen> {
    if (place.kind === 'station') return this.#stations;
    let there = this.#atChairs.get(place.chairId);
    if (!there) this.#atChairs.set(place.chairId, (there = new Map()));
    return there;
  }

  #look(chairId: string): SoundView {
    const now = this.#deps.now();
    const before = this.#sounds.get(chairId);
    const hearing = {
      screens: [...(this.#atChairs.get(chairId)?.values() ?? []), ...this.#stations.values()],
      listening: this.#listening,
      quiet: this.#deps.isQuiet(chairId),
      rate: this.#deps.rate(),
    };
    const seen = whoSounds(chairId, hearing, now);
    if (before && before.who === seen.who && before.chair === seen.chair && before.station === seen.station)
      return before;
    const sound = { ...seen, since: now };
    this.#sounds.set(chairId, sound);
    if (before) this.#deps.onChair(chairId, sound);
    return sound;
  }
}
