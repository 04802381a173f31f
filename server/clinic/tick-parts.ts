/** What a tick does, part by part: a part that throws (a bug) stops neither the others nor the server, and is tried again next tick. */
export class TickParts {
  readonly #onFault: (part: string, error: unknown) => void;
  #failing: ReadonlySet<string> = new Set();
  #failed = new Set<string>();

  /** @param onFault told once when a part begins to fail. */
  constructor(onFault: (part: string, error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** Those that failed in the newest whole tick. */
  get failing(): readonly string[] {
    return [...this.#failing];
  }

  run(part: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      const isNews = !this.#failing.has(part) && !this.#failed.has(part);
      this.#failed.add(part);
      if (isNews) this.#onFault(part, error);
    }
  }

  /** The tick is over. */
  settle(): void {
    this.#failing = this.#failed;
    this.#failed = new Set();
  }
}
