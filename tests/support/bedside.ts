/**
 * A chair under watch with everything that happens around it: readings as devices send them, people, pages that beat, restarts. The
 * clinic's own line without its disk and sockets, so that thousands of courses can be run: time, then the input's facts, then time again.
 */
import { advance, advanceByTime } from '#core/advance.ts';
import type { Advanced } from '#core/advance.ts';
import type { VisitCommand } from '#core/command.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Duration, Instant, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { SoundPlace } from '#core/sound/who-sounds.ts';
import type { SoundView } from '#core/view.ts';
import type { VisitState } from '#core/visit-state.ts';
import { decide, evolve } from '#core/visit.ts';
import { SoundDesk } from '../../server/clinic/sound-desk.ts';
import { ivKetamine, nurse, OPENED_AT, provider, SECOND, system } from './visit-builder.ts';

const CHAIR = 'chair-1';
export const BASELINE = { systolicMmHg: 120, diastolicMmHg: 75, spo2Pct: 98, pulseBpm: 72 };

/** A browser that shows one place; `soundsAt` is its newest beat that said it can. */
export interface Page {
  readonly screenId: string;
  readonly place: SoundPlace;
  state: 'sounds' | 'silent' | 'away';
  soundsAt: Instant;
}

export interface BedsideWish {
  /** The gaps between evaluations, in turn, ms. Default: four a second. Empty: only what each input brings. */
  readonly ticks?: readonly Duration[];
  readonly baseline?: Partial<typeof BASELINE>;
  readonly phase?: 'baseline' | 'infusion';
  /** Whether pages beat and who sounds is recorded, once a second. Default true. */
  readonly pages?: boolean;
}

export class Bedside {
  now: Instant = OPENED_AT;
  state: VisitState;
  readonly events: VisitEvent[] = [];
  readonly pages: readonly Page[] = [
    page('chair-a', { kind: 'chair', chairId: CHAIR }, 'sounds'),
    page('chair-b', { kind: 'chair', chairId: CHAIR }, 'away'),
    page('station-a', { kind: 'station' }, 'sounds'),
    page('station-b', { kind: 'station' }, 'away'),
  ];
  startedAt: Instant = OPENED_AT;
  /** After each evaluation, and after each new fact. */
  readonly watchers: (() => void)[] = [];
  readonly onRestart: ((before: VisitState) => void)[] = [];
  readonly #ticks: readonly Duration[];
  readonly #watchesPages: boolean;
  #tick = 0;
  #tickAt: Instant;
  #beatAt: Instant = OPENED_AT;
  #ids = 0;
  #seq = 0;
  #sound: SoundDesk;

  constructor({ ticks = [250], baseline = {}, phase = 'infusion', pages = true }: BedsideWish = {}) {
    this.#ticks = ticks;
    this.#watchesPages = pages;
    this.#tickAt = OPENED_AT + (ticks[0] ?? Infinity);
    this.#sound = this.#soundDesk();
    const opened = {
      type: 'visit-opened',
      visitId: 'v',
      chairId: CHAIR,
      patientId: 'p',
      protocol: ivKetamine,
    } as const;
    const first: VisitEvent = { ...opened, at: this.now, actor: system };
    this.events.push(first);
    this.state = evolve(undefined, first);
    const frozen = { ...BASELINE, ...baseline, frozenAt: this.now, nibpAt: this.now, meanMmHg: 90, oxygenLPerMin: 0 };
    this.record({ type: 'adapter-connected', adapterId: 'a' }, { type: 'baseline-frozen', baseline: frozen });
    if (phase === 'infusion')
      this.record({ type: 'infusion-started', happenedAt: this.now, plannedMs: ivKetamine.infusion.plannedMs });
  }

  get sound(): SoundView {
    return this.#sound.of(CHAIR);
  }

  /** Time goes on: ticks and beats as they fall. */
  until(then: Instant): this {
    for (;;) {
      const beatAt = this.#watchesPages ? this.#beatAt : Infinity;
      const next = Math.min(this.#tickAt, beatAt);
      if (next > then) break;
      this.now = Math.max(this.now, next);
      if (beatAt === next) this.#beat();
      if (this.#tickAt === next) {
        this.#keep(advanceByTime(this.state, this.now, this.#newId));
        this.#tick += 1;
        this.#tickAt = next + (this.#ticks[this.#tick % this.#ticks.length] ?? Infinity);
      }
    }
    this.now = Math.max(this.now, then);
    return this;
  }

  after(ms: Duration): this {
    return this.until(this.now + ms);
  }

  /** What nobody is asked about: the system's facts, recorded now. */
  record(...bodies: readonly VisitEventBody[]): this {
    return this.#input(() => accept(bodies.map((body) => ({ ...body, at: this.now, actor: system }))));
  }

  /** A person's act; one that is refused changes nothing. */
  give(command: VisitCommand, place: 'chair' | 'station' = 'chair'): this {
    const actor = command.type === 'baseline:correct' || command.type === 'recovery:decide' ? provider : nurse;
    const ctx = { now: this.now, actor, place, newId: this.#newId, isChairFree: () => false };
    return this.#input((state) => {
      const answer = decide(state, command, ctx);
      return answer.ok ? accept(answer.value.map((body) => ({ ...body, at: this.now, actor }))) : answer;
    });
  }

  /** A person's act whose conditions are not this test's: recorded as hers. */
  says(body: VisitEventBody): this {
    return this.#input(() => accept([{ ...body, at: this.now, actor: nurse }]));
  }

  /** Received now. */
  reading(reading: Reading): this {
    const source = { deviceId: reading.kind === 'oximetry' ? 'ox-1' : 'cuff-1', epoch: 'e', seq: (this.#seq += 1) };
    return this.record({ type: 'reading-recorded', source, reading });
  }

  turn(index: number, state: Page['state']): this {
    const turned = this.pages[index];
    if (turned) turned.state = state;
    return this;
  }
  listens(screenId: string, listens: boolean): this {
    if (listens) this.#sound.listen(screenId);
    else this.#sound.leave(screenId);
    return this;
  }

  /** The journal as it stands on the disk, folded anew. */
  refold(): this {
    const journaled = JSON.parse(JSON.stringify(this.events)) as VisitEvent[];
    const before = this.state;
    this.state = journaled.reduce<VisitState | undefined>(evolve, undefined) ?? before;
    for (const look of this.onRestart) look(before);
    return this;
  }

  /** The server is away for so long: its memory is gone, nobody evaluates; then it says so before it looks at the clock. */
  restart(downMs: Duration): this {
    // What was due by then was told: only the time it is away is unjudged.
    this.record().refold();
    const from = this.now;
    this.now = this.startedAt = from + downMs;
    this.#sound = this.#soundDesk();
    while (this.#beatAt < this.now) this.#beatAt += SECOND;
    this.#tickAt = Math.max(this.#tickAt, this.now);
    const resumed: VisitEvent = { type: 'watch-resumed', from, at: this.now, actor: system };
    this.events.push(resumed);
    this.state = evolve(this.state, resumed);
    return this.record();
  }

  readonly #newId = (): string => `id-${(this.#ids += 1)}`;

  #soundDesk(): SoundDesk {
    return new SoundDesk({
      now: () => this.now,
      rate: () => 1,
      chairIds: () => [CHAIR],
      isQuiet: () => this.state.quiet === true,
      onChair: () => undefined,
    });
  }

  #input(bring: (state: VisitState) => Result<readonly VisitEvent[]>): this {
    this.#keep(advance(this.state, this.now, this.#newId, bring).advanced);
    return this;
  }

  /** Every page that is there says whether it can sound; a change is recorded, as the clinic does it. */
  #beat(): void {
    this.#beatAt += SECOND;
    for (const each of this.pages) {
      if (each.state === 'away') continue;
      const canSound = each.state === 'sounds';
      if (canSound) each.soundsAt = this.now;
      this.#sound.beat({ connection: each.screenId, screenId: each.screenId, place: each.place, canSound });
    }
    this.#sound.tick();
    const { sound, phase, protocol } = this.state;
    const { who, station } = this.sound;
    const isWatched = this.#sound.isSettled && protocol.technical.phases.includes(phase.name);
    if (isWatched && (sound?.who !== who || sound.station !== station))
      this.record({ type: 'sound-changed', who, station });
  }

  #keep({ state, events }: Advanced): void {
    this.state = state;
    this.events.push(...events);
    for (const look of this.watchers) look();
  }
}

const page = (screenId: string, place: SoundPlace, state: Page['state']): Page => ({
  screenId,
  place,
  state,
  soundsAt: -Infinity,
});
