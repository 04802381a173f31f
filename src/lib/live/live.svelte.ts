/** Everything live on a page. Made once by the root layout (`provideLive`), taken by the pages (`useLive`). */
import { version } from '$app/environment';
import { createContext, onMount } from 'svelte';
import type { ChairView } from '#core/view.ts';
import { realTimers } from '#gateway/timers.ts';
import { Access } from '../access/access.svelte.ts';
import { Alone } from '../alone/alone.svelte.ts';
import { openAloneStore } from '../alone/alone-store.ts';
import { TabletDevices } from '../bluetooth/tablet-devices.svelte.ts';
import { PageSound } from '../sound/page-sound.svelte.ts';
import { shownSound, type SoundShown } from '../sound/sound-shown.ts';
import { ScreenAwake } from '../sound/wake-lock.svelte.ts';
import { Chair } from './chair.svelte.ts';
import { ChairPleth } from './chair-pleth.svelte.ts';
import { Clinic } from './clinic.svelte.ts';
import { ClinicClock } from './clock.svelte.ts';
import { Connection } from './connection.svelte.ts';
import { keptIn, type Kept } from './kept.ts';
import { NewBuild } from './new-build.ts';
import { Outbox } from './outbox.ts';
import { followBeside, followTilesOf } from './followed-chairs.svelte.ts';
import { Station } from './station.svelte.ts';
import { VisitTrend } from './trend.svelte.ts';

const RELOADED = 'vigil.reloaded';

export class Live {
  readonly kept: Kept;
  readonly clock = new ClinicClock();
  readonly connection: Connection;
  /** Who is at this screen, and its place. */
  readonly access: Access;
  readonly clinic: Clinic;
  /** The Bluetooth devices of this tablet: they outlive the page of one chair. */
  readonly own: TabletDevices;
  /** The one sound of this page: it outlives the page of one chair, as what the person answered does. */
  readonly sound: PageSound;
  readonly awake = new ScreenAwake();
  readonly shownSound: SoundShown;
  readonly #outbox: Outbox;
  readonly #newBuild: NewBuild;
  #alone = $state.raw<Alone | null>(null);
  readonly #tileUsers = { count: 0 };
  readonly #besideUsers = { count: 0 };

  constructor(build: string, kept: Kept, session: Kept) {
    this.kept = kept;
    const reload = (): boolean => reloadOnce(session, build, () => this.own.letGo());
    this.connection = new Connection({ clock: this.clock, build, reload });
    this.access = new Access(this.connection);
    const screenId = (): Promise<string> => this.access.screenIdKnown;
    this.own = new TabletDevices({ screenId, build, kept, newId }, () => import('./tablet-watch.ts'));
    this.#outbox = new Outbox(this.connection, newId, () => this.access.untilOpen());
    this.sound = new PageSound({ line: this.connection, kept, session });
    this.shownSound = shownSound(this.sound, this.awake);
    // Order matters at a reconnect: first the commands that got no answer, then what is watched.
    this.clinic = new Clinic(this.connection, this.#outbox, this.access);
    this.connection.onConnect(() => this.#outbox.sendAgain());
    this.#newBuild = new NewBuild({
      ...{ line: this.connection, build, timers: realTimers, now: () => performance.now() },
      isNeeded: () => this.sound.isNeeded || this.own.isInUse || this.#outbox.isBusy,
      reload: () => void reload(),
    });
  }

  /** Follows one chair; the caller disposes it. */
  chair(chairId: string, from?: 'station' | 'phone'): Chair {
    return new Chair(chairId, this.connection, this.#outbox, from);
  }

  /** On which chair a visit is now; null: on none; undefined: nobody answered. */
  async whereIs(visitId: string): Promise<string | null | undefined> {
    const answer = await this.connection.request('visit:where', { visitId });
    return answer?.ok ? answer.data.chairId : undefined;
  }

  /** The trend of the visit this chair carries; the caller disposes it. */
  trend(chair: { readonly view: ChairView | null }): VisitTrend {
    return new VisitTrend(chair, this.clock, this.connection);
  }

  /** The pulse wave of this chair; the caller disposes it. */
  pleth(chair: Chair): ChairPleth {
    return new ChairPleth(chair, this.clock, this.connection, this.own);
  }

  /** What this chair's page shows while the server is away, if it has devices of its own; the caller disposes it. */
  alone(chair: Chair): Alone {
    const alone = new Alone({
      chair,
      line: this.connection,
      clock: this.clock,
      staff: () => this.clinic.staff,
      own: this.own,
      locked: () => this.access.locked,
      screenId: () => this.access.screenId,
      store: openAloneStore(),
      timers: realTimers,
    });
    this.#alone = alone;
    return alone;
  }

  /** The page of a chair watches its patient by its own devices. */
  get watchesItself(): boolean {
    return this.#alone?.watchesItself ?? false;
  }

  /** Follows every tile; the caller disposes it. */
  station(): Station {
    return new Station(this.connection, this.#outbox);
  }

  /** Every tile, on a page that is no station; the caller disposes it. */
  tiles(): ReturnType<typeof followTilesOf> {
    return followTilesOf(this.connection, this.#tileUsers);
  }

  /** What presses at the other chairs; the caller disposes it. */
  beside(): ReturnType<typeof followBeside> {
    return followBeside(this.connection, this.#besideUsers);
  }

  start(): void {
    this.clock.start();
    this.#newBuild.start();
    this.connection.start();
    this.access.start();
    this.own.start();
    this.sound.start();
    this.awake.start();
  }

  dispose(): void {
    this.awake.dispose();
    this.sound.dispose();
    this.own.dispose();
    this.#newBuild.dispose();
    this.connection.dispose();
    this.#outbox.dispose();
    this.clinic.dispose();
    this.access.dispose();
    this.clock.dispose();
  }
}

const [useLive, setLive] = createContext<Live>();
export { useLive };

/** For the root layout (`ssr = false`): opens the connection when the page is mounted and closes it when it goes. */
export function provideLive(): Live {
  const live = setLive(new Live(version, keptIn(localStorage), keptIn(sessionStorage)));
  onMount(() => {
    live.start();
    return () => live.dispose();
  });
  return live;
}

const newId = (): string => crypto.randomUUID();

/** Once for a build: a server that keeps refusing must not make the page flicker for ever. */
function reloadOnce(session: Kept, build: string, letGo: () => void): boolean {
  if (session.read<string>(RELOADED) === build) return false;
  session.keep(RELOADED, build);
  letGo();
  location.reload();
  return true;
}
