/** What waits to go up: stretches first, then taps, each once, in the order they were made (WS-88). */
import type { Role } from '#core/actor.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Line } from '../live/line.ts';
import type { AloneStore, Stretch, WaitingEntry } from './alone-store.ts';

export interface QueueDeps {
  readonly chairId: string;
  readonly line: Line;
  readonly store: AloneStore;
  readonly staff: () => { readonly name: string; readonly role: Role } | null;
}

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
    this.#entries = [...this.#entries, entry];
    void this.#deps.store.keepEntry(entry);
  }

  dismiss(commandId: string): void {
    this.#stretches = this.#stretches.filter((each) => each.commandId !== commandId);
    this.#entries = this.#entries.filter((each) => each.commandId !== commandId);
    void this.#deps.store.forget(commandId);
  }

  /** @returns false when the link went again, or the server cannot take it just now: what is left waits. */
  async tell(): Promise<boolean> {
    await this.loaded;
    for (const stretch of this.#stretches) {
      if (stretch.refusal) continue;
      const { commandId, visitId, from, until, facts, seen } = stretch;
      const answer = await this.#deps.line.request('visit:join', { commandId, visitId, from, until, facts, seen });
      if (!this.#settled(commandId, answer)) return false;
    }
    for (const entry of this.waiting) {
      if (!this.#isTheirs(entry)) continue;
      const { commandId, visitId, command, tappedAt } = entry;
      // The table of what may be entered alone has no command that the wire writes otherwise.
      if (command.type === 'patient:correct') continue;
      const answer = await this.#deps.line.request('visit:command', { commandId, visitId, command, tappedAt });
      if (!this.#settled(commandId, answer)) return false;
    }
    return true;
  }

  /** Another person is named here by now: what the first one did is not recorded in the second one's name. */
  #isTheirs({ staff }: WaitingEntry): boolean {
    const now = this.#deps.staff();
    return now?.name === staff?.name && now?.role === staff?.role;
  }

  #settled(
    commandId: string,
    answer: { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal } | null,
  ): boolean {
    if (answer === null) return false;
    if (answer.ok) {
      this.dismiss(commandId);
      return true;
    }
    const { refusal } = answer;
    if (refusal.code === 'unavailable') return false;
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
