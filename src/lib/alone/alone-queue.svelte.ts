/** What waits to go up: stretches first, then taps, each once, in the order they were made (WS-88). */
import type { ToldFact } from '#core/alone/alone.ts';
import type { VisitCommand } from '#core/command.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Line } from '../live/line.ts';
import type { AloneStore, Named, Stretch, WaitingEntry } from './alone-store.ts';

export interface QueueDeps {
  readonly chairId: string;
  readonly line: Line;
  readonly store: AloneStore;
  readonly staff: () => Named;
  /** The screen waits for that person's PIN. */
  readonly locked: () => boolean;
  /** Whether this tablet has a device of its own, on or off: the server takes a stretch from no other. */
  readonly hasOwn: () => boolean;
}

type Answered = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal } | null;

export class AloneQueue {
  readonly #deps: QueueDeps;
  #stretches = $state.raw<readonly Stretch[]>([]);
  #entries = $state.raw<readonly WaitingEntry[]>([]);
  /** Resolves once what an earlier load of this page left behind is here. */
  readonly loaded: Promise<void>;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
    this.loaded = deps.store.load(deps.chairId).then(({ stretches, entries }) => {
      this.#stretches = [...stretches, ...this.#stretches];
      this.#entries = [...entries, ...this.#entries];
    });
  }

  /** Taps that were not told yet, oldest first. */
  get waiting(): readonly WaitingEntry[] {
    return this.#entries.filter(({ refusal }) => refusal === undefined);
  }

  /** Of them those that wait for a word of who is, or will be, at this screen: they do not go by themselves. */
  get held(): readonly WaitingEntry[] {
    return this.waiting.filter((entry) => entry.held === true || (entry.staff === null && !this.#isNamed(entry)));
  }

  /** Whoever is here, with the PIN, says that what waits for them is to be recorded under their name. */
  confirm(): void {
    const staff = this.#deps.staff();
    if (staff === null || this.#deps.locked()) return;
    for (const entry of this.held) {
      if (entry.staff !== null && !this.#isStill(entry.staff)) continue;
      const { held: _held, ...told } = entry;
      this.#put({ ...told, staff });
    }
  }

  /** What the server would not have, until it is dismissed. */
  get refused(): readonly (WaitingEntry | Stretch)[] {
    return [...this.#stretches, ...this.#entries].filter(({ refusal }) => refusal !== undefined);
  }

  /** A stretch is on its way or waits. */
  get hasStretches(): boolean {
    return this.#stretches.some(({ refusal }) => refusal === undefined);
  }

  addStretch(stretch: Stretch): void {
    this.#stretches = [...this.#stretches, stretch];
    void this.#deps.store.keepStretch(stretch);
  }

  addEntry(entry: WaitingEntry): void {
    this.#entries = [...this.#entries, entry].toSorted((a, b) => a.tappedAt - b.tappedAt);
    void this.#deps.store.keepEntry(entry);
  }

  dismiss(commandId: string): void {
    this.#stretches = this.#stretches.filter((each) => each.commandId !== commandId);
    this.#entries = this.#entries.filter((each) => each.commandId !== commandId);
    void this.#deps.store.forget(commandId);
  }

  /** @returns false when the link went again, or the server cannot take it just now: what is left waits. */
  async tell(): Promise<boolean> {
    if (!(await this.tellStretches())) return false;
    for (const entry of this.waiting) {
      if (entry.held) continue;
      if (!this.#isNamed(entry)) {
        if (entry.staff !== null) this.#put({ ...entry, held: true });
        continue;
      }
      const { commandId, visitId, command, tappedAt } = entry;
      // The table of what may be entered alone has no command that the wire writes otherwise.
      if (command.type === 'patient:correct') continue;
      const answer = await this.#deps.line.request('visit:command', { commandId, visitId, command, tappedAt });
      // It locked itself meanwhile: this waits for the PIN like the others.
      if (answer?.ok === false && answer.refusal.code === 'locked') {
        if (entry.staff !== null) this.#put({ ...entry, held: true });
        continue;
      }
      if (!this.#settled(commandId, answer)) return false;
    }
    return true;
  }

  /** The same of the stretches alone: another one is to come before the taps. */
  async tellStretches(): Promise<boolean> {
    await this.loaded;
    for (const stretch of this.#stretches) {
      if (!stretch.refusal && !(await this.#tellStretch(stretch))) return false;
    }
    return true;
  }

  /** The alerts must not wait for anybody; what a person did in it goes only while that person is named here. */
  async #tellStretch(stretch: Stretch): Promise<boolean> {
    const { commandId, visitId, from, until, feeds, facts, seen, sent } = stretch;
    const personal = facts.filter((fact) => actOf(fact) !== undefined);
    const left = this.#isNamed(stretch) ? [] : personal;
    const told = facts.filter((fact) => !left.includes(fact));
    const answer = await this.#deps.line.request('visit:join', {
      ...{ commandId, visitId, from, until, feeds, facts: told, seen },
    });
    if (answer === null && left.length < personal.length) this.#replace({ ...stretch, sent: true });
    if (answer?.ok) for (const fact of left) this.#leftOut(stretch, fact, sent === true);
    return this.#settled(commandId, answer);
  }

  /** Another person is named here by now, or the PIN is waited for: what the first one did is recorded in no other's name. */
  #isNamed({ staff }: { readonly staff: Named }): boolean {
    if (staff === null) return this.#deps.staff() === null || this.#deps.locked();
    return this.#isStill(staff) && !this.#deps.locked();
  }

  #put(entry: WaitingEntry): void {
    this.#entries = this.#entries.map((each) => (each.commandId === entry.commandId ? entry : each));
    void this.#deps.store.keepEntry(entry);
  }

  #isStill(staff: Named): boolean {
    const now = this.#deps.staff();
    return now?.name === staff?.name && now?.role === staff?.role;
  }

  #leftOut({ commandId, chairId, visitId, staff }: Stretch, fact: ToldFact, sent: boolean): void {
    const command = actOf(fact);
    if (!command) return;
    const entry = {
      ...{ commandId: `${commandId}:${fact.type}:${fact.alertId}:${fact.at}`, chairId, visitId, command, staff },
      tappedAt: fact.at,
    };
    // It is still this person's screen: with the PIN and their word it goes up like any other tap.
    if (staff !== null && this.#isStill(staff)) return this.addEntry({ ...entry, held: true });
    const who = staff ? `${staff.name} was not named here` : 'Somebody else was named here';
    const message = `${who} when it went up: ${sent ? 'it may not be recorded' : 'it is not recorded'}. Look at the alert, and do it again.`;
    this.addEntry({ ...entry, refusal: { code: 'not-allowed', message } });
  }

  #replace(stretch: Stretch): void {
    this.#stretches = this.#stretches.map((each) => (each.commandId === stretch.commandId ? stretch : each));
    void this.#deps.store.keepStretch(stretch);
  }

  #settled(commandId: string, answer: Answered): boolean {
    if (answer === null) return false;
    if (answer.ok) {
      this.dismiss(commandId);
      return true;
    }
    const { refusal } = answer;
    if (refusal.code === 'unavailable' || refusal.code === 'too-many') return false;
    // Its devices are announced by a connection of their own, which may come a moment later.
    const isJoin = this.#stretches.some((each) => each.commandId === commandId);
    if (isJoin && refusal.code === 'not-ready' && this.#deps.hasOwn()) return false;
    const { store } = this.#deps;
    this.#stretches = this.#stretches.map((each) => (each.commandId === commandId ? { ...each, refusal } : each));
    this.#entries = this.#entries.map((each) => (each.commandId === commandId ? { ...each, refusal } : each));
    const stretch = this.#stretches.find((each) => each.commandId === commandId);
    const entry = this.#entries.find((each) => each.commandId === commandId);
    if (stretch) void store.keepStretch(stretch);
    if (entry) void store.keepEntry(entry);
    return true;
  }
}

/** What a person did in a stretch, as it was tapped. */
function actOf({ type, alertId }: ToldFact): VisitCommand | undefined {
  switch (type) {
    case 'alert-acknowledged':
      return { type: 'alert:acknowledge', alertId };
    case 'alert-audio-paused':
      return { type: 'alert:pause-audio', alertId };
    case 'latched-mark-cleared':
      return { type: 'mark:clear', alertId };
    default:
      return undefined;
  }
}
