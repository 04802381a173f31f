/** One patient's stay at a chair as it may go: what people enter, what the devices measure, how it ends. */
import { SIDE_EFFECTS } from '#core/entry.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import type { Random } from '../fuzz/random.ts';
import { COMPLETE_SET_UP } from '../support/visit-builder.ts';
import { DayOver } from './day.ts';
import type { Day } from './day.ts';
import type { Place } from './places.ts';
import type { SoakAdapter } from './soak-adapter.ts';

/** How visits go, each as often as it stands here. */
const KINDS = [
  'home',
  'home',
  'home',
  'home',
  'esketamine',
  'aborted',
  'transferred',
  'emergency',
  'cancelled',
] as const;
export type Kind = (typeof KINDS)[number];

export interface CourseParts {
  readonly day: Day;
  readonly random: Random;
  readonly chair: Place;
  readonly station: Place;
  readonly adapter: SoakAdapter;
  readonly onRefused: (command: string, why: string) => void;
  readonly onVisit: (kind: Kind, ending: string) => void;
}

const SURNAMES = ['Byron', 'Hopper', 'Lovelace', 'Noether', 'Curie', 'Meitner', 'Franklin', 'Ride'];
/** Then it is told as it stands: a visit that nobody can end is a finding. */
const MOST_TRIES = 50;
const BY_HAND = ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const;

export class Course {
  readonly #parts: CourseParts;
  readonly #kind: Kind;
  readonly #chairId: string;
  #visitId = '';
  #bpAt = 0;

  constructor(parts: CourseParts, kind: Kind = KINDS[parts.random.nat(KINDS.length)] ?? 'home') {
    this.#parts = parts;
    this.#kind = kind;
    this.#chairId = parts.chair.wish.chairId ?? '';
  }

  /** From the door to the door. When the clinic closes it ends early; it never leaves a visit open. */
  async run(): Promise<void> {
    const { random, chair } = this.#parts;
    const surname = SURNAMES[random.nat(SURNAMES.length)] ?? '';
    const patient = {
      name: `Ada ${surname} ${random.nat(10_000)}`,
      birthDate: `19${50 + random.nat(50)}-0${1 + random.nat(9)}-10`,
    };
    const protocolId = this.#kind === 'esketamine' ? 'esketamine-120' : 'iv-ketamine-40';
    const opened = await this.#tried(async () => (await chair.here()).open(this.#chairId, patient, protocolId));
    // Opened after all, by an answer that was lost with its screen: whoever comes to the chair sees it there.
    const found = opened ?? (await this.#tried(() => chair.here()).then(() => chair.view?.visitId));
    if (typeof found !== 'string') return;
    this.#visitId = found;
    try {
      await this.#go();
    } catch (error) {
      if (!(error instanceof DayOver)) throw error;
    }
    await this.#end();
  }

  async #go(): Promise<void> {
    const { day, random, adapter } = this.#parts;
    adapter.spo2Pct = undefined;
    await this.#give({ type: 'identity:confirm' }, { type: 'setup:record', setUp: COMPLETE_SET_UP, confirmed: true });
    await day.wait(4_000);
    adapter.bp(128, 79);
    adapter.spo2Pct = 97;
    if (this.#kind === 'cancelled') return void (await this.#watch(1 + random.nat(5)));
    if (!(await this.#begins())) return;
    await this.#watch(this.#kind === 'home' ? 40 : 5 + random.nat(35));
    if (this.#kind === 'emergency') {
      await this.#give({ type: 'emergency:declare' });
      await this.#watch(3);
      await this.#give({ type: 'emergency:end' });
    }
    if (this.#kind !== 'esketamine')
      await this.#give({
        ...{ type: 'infusion:end', minutesAgo: 0 },
        reason: this.#kind === 'home' ? 'completed' : 'vital-sign',
      } as WireVisitCommand);
    await this.#watch(this.#kind === 'home' ? 32 : random.nat(20));
    if (this.#kind === 'home') await this.#discharge();
  }

  /** Another BP, and once more while the signal was not good enough. */
  async #begins(): Promise<boolean> {
    const { day, adapter } = this.#parts;
    const start: WireVisitCommand =
      this.#kind === 'esketamine'
        ? { type: 'device:give', mg: 28, lot: 'L-77', minutesAgo: 0 }
        : { type: 'infusion:start', minutesAgo: 0 };
    for (let time = 0; time < 10; time += 1) {
      await day.minutes(1.5);
      adapter.bp(126, 77);
      await day.wait(10_000);
      await adapter.fresh();
      const why = await this.#asked(start);
      if (why === undefined) return true;
      this.#parts.onRefused(start.type, why);
    }
    return false;
  }

  async #discharge(): Promise<void> {
    const { adapter, chair, station, day } = this.#parts;
    adapter.bp(124, 78);
    await this.#give(
      { type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } },
      { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } },
    );
    await day.minutes(1);
    for (const { criterion, status } of chair.view?.criteria ?? [])
      if (status === 'unmet' && !(BY_HAND as readonly string[]).includes(criterion))
        await this.#give({ type: 'criterion:override', criterion, reason: 'as discussed' }, station);
    await this.#give({ type: 'monitoring:end' });
    adapter.spo2Pct = undefined;
    for (const criterion of BY_HAND) await this.#give({ type: 'criterion:check', criterion, met: true });
    await day.minutes(1);
  }

  /** Good minutes for the most part, and what comes between. */
  async #watch(minutes: number): Promise<void> {
    const { day, random, adapter, chair } = this.#parts;
    for (let minute = 0; minute < minutes; minute += 1) {
      const luck = random.nat(60);
      if (luck === 0) adapter.spo2Pct = 82 + random.nat(5);
      if (luck === 1) adapter.spo2Pct = undefined;
      if (luck === 2)
        await this.#give({
          ...{ type: 'entry:record', minutesAgo: 0 },
          entry: { kind: 'side-effect', effect: SIDE_EFFECTS[random.nat(SIDE_EFFECTS.length)] ?? SIDE_EFFECTS[0] },
        });
      if (luck === 3)
        await this.#give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'Sleeps.' } });
      if (luck === 4) await this.#give({ type: 'pump:pause', minutesAgo: 0 });
      if (luck === 5) await this.#give({ type: 'message:send', text: 'A blanket, please.' });
      if (luck === 6) await this.#give({ type: 'off-monitor:begin' });
      if (day.now >= this.#bpAt) {
        adapter.bp(118 + random.nat(luck === 7 ? 70 : 14), 72 + random.nat(12));
        this.#bpAt = day.now + 600_000;
      }
      await day.minutes(1);
      await this.#answer();
      if (luck === 4) await this.#give({ type: 'pump:resume', minutesAgo: 0 });
      if (luck === 6) await this.#give({ type: 'off-monitor:back' });
      adapter.spo2Pct = 95 + random.nat(4);
      if (random.nat(30) === 0)
        await (
          await this.#tried(() => chair.here())
        )
          ?.request('chair:quiet', { chairId: this.#chairId, quiet: random.nat(2) === 0 })
          .catch(() => undefined);
    }
  }

  /** Somebody comes to most alerts, from the chair or from the station. */
  async #answer(): Promise<void> {
    const { random, chair, station } = this.#parts;
    for (const { alertId, acknowledged } of chair.view?.alerts ?? []) {
      if (acknowledged || random.nat(4) === 0) continue;
      await this.#give({ type: 'alert:acknowledge', alertId }, random.nat(3) === 0 ? station : chair);
    }
  }

  /** Home when it may be, else however it must. */
  async #end(): Promise<void> {
    const { adapter, onVisit, onRefused } = this.#parts;
    adapter.spo2Pct = undefined;
    const home: WireVisitCommand = { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' };
    const cancelled: WireVisitCommand = { type: 'visit:end', ending: 'cancelled', reason: 'no ride' };
    const transferred: WireVisitCommand = { type: 'visit:end', ending: 'transferred', reason: 'to the ward' };
    for (let time = 0; time < MOST_TRIES; time += 1) {
      for (const [ending, command] of Object.entries({ home, cancelled, transferred }))
        if ((await this.#asked(command)) === undefined) return onVisit(this.#kind, ending);
      await this.#asked({ type: 'emergency:end' });
      await this.#asked({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
      // The clinic's time may be over: real time never is.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    onRefused('visit:end', (await this.#asked(transferred)) ?? 'taken at last');
  }

  async #give(...given: [...WireVisitCommand[], Place] | WireVisitCommand[]): Promise<void> {
    const at = given.at(-1);
    const place = at !== undefined && 'here' in at ? at : this.#parts.chair;
    for (const command of given) {
      if (!('type' in command)) continue;
      const why = await this.#asked(command, place);
      if (why !== undefined) this.#parts.onRefused(command.type, why);
    }
  }

  async #asked(command: WireVisitCommand, place = this.#parts.chair): Promise<string | undefined> {
    let why: string | undefined = 'No screen was there.';
    await this.#tried(async () => (why = await place.give(this.#visitId, command)));
    return why;
  }

  /** A screen that is killed meanwhile: once more at the next. */
  async #tried<T>(act: () => Promise<T>): Promise<T | undefined> {
    for (let time = 0; time < 3; time += 1)
      try {
        return await act();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    return undefined;
  }
}
