/** Screens of a soak: each is a page that comes, is killed, and comes again as the same browser. */
import type { Role } from '#core/actor.ts';
import type { ChairView } from '#core/view.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import { TestScreen } from '../support/test-screen.ts';

export interface PlaceWish {
  readonly port: number;
  /** Absent: a station. */
  readonly chairId?: string;
  readonly role: Role;
  readonly name: string;
  /** ms from an adapter's message to this screen; undefined: it was no news. */
  readonly latencyOf?: (pulseBpm: number) => number | undefined;
  readonly onLatency: (ms: number) => void;
  /** A patch that does not follow the one before. */
  readonly onHole: () => void;
}

/** Once a real second, as a page says it. */
const SOUND_EVERY_MS = 1_000;

/** A connection that ends before it has begun says nothing of it. */
const OPEN_MS = 20_000;

const tooLong = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The screen did not open.')), OPEN_MS).unref();
  });

export class Place {
  readonly wish: PlaceWish;
  #screen: TestScreen | undefined;
  #opening: Promise<TestScreen> | undefined;
  #token: string | undefined;
  #soundAt = 0;

  constructor(wish: PlaceWish) {
    this.wish = wish;
  }

  /** The page as it is now, opened when there is none. */
  async here(): Promise<TestScreen> {
    if (this.#screen?.raw.connected) return this.#screen;
    this.#opening ??= Promise.race([this.#open(), tooLong()]).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  get isHere(): boolean {
    return this.#screen?.raw.connected === true;
  }

  get view(): ChairView | undefined {
    return this.#screen?.chairs.get(this.wish.chairId ?? '')?.view;
  }

  /** Where the page locked meanwhile, with the PIN again. @returns why it was refused; undefined: taken. A screen that is gone throws. */
  async give(visitId: string, command: WireVisitCommand): Promise<string | undefined> {
    const screen = await this.here();
    let answer = await screen.command(visitId, command);
    if (!answer.ok && answer.refusal.code === 'locked') {
      await screen.choose(this.wish.role, this.wish.name);
      answer = await screen.command(visitId, command);
    }
    return answer.ok ? undefined : answer.refusal.message;
  }

  tick(): void {
    const screen = this.#screen;
    if (!screen?.raw.connected) return;
    // What a test would look at is not kept for a day.
    screen.chairPatches.length = 0;
    screen.tilePatches.length = 0;
    for (const _ of screen.holes.splice(0)) this.wish.onHole();
    if (performance.now() - this.#soundAt < SOUND_EVERY_MS) return;
    this.#soundAt = performance.now();
    const { chairId } = this.wish;
    const place = chairId === undefined ? ({ kind: 'station' } as const) : ({ kind: 'chair', chairId } as const);
    void screen.request('screen:sound', { canSound: true, visible: true, place }).catch(() => undefined);
  }

  /** @param abruptly without a word, as a tablet that is switched off */
  leave(abruptly: boolean): void {
    if (abruptly) this.#screen?.raw.io.engine.close();
    this.#screen?.close();
    this.#screen = undefined;
  }

  async #open(): Promise<TestScreen> {
    const { port, chairId, role, name, latencyOf, onLatency } = this.wish;
    const screen = await TestScreen.connect(port, this.#token === undefined ? {} : { token: this.#token });
    this.#token = screen.token;
    if (latencyOf)
      screen.raw.on('chair:patch', ({ patch }: { patch: Partial<ChairView> }) => {
        // One that is old by now, for a server that is behind, came all the same.
        if (patch.pulse === undefined || patch.pulse.status === 'none') return;
        const ms = latencyOf(patch.pulse.value);
        if (ms !== undefined) onLatency(ms);
      });
    if (chairId === undefined) await screen.watchStation();
    else await screen.watch(chairId);
    await screen.choose(role, name);
    this.#screen = screen;
    return screen;
  }
}
