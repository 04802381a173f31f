/** Who wants to be told, in the order they asked. */
export class Listeners<Told extends readonly unknown[]> {
  #all: readonly ((...told: Told) => void)[] = [];

  /** @returns the way to stop */
  add(listener: (...told: Told) => void): () => void {
    this.#all = [...this.#all, listener];
    return () => {
      this.#all = this.#all.filter((each) => each !== listener);
    };
  }

  /** Those who asked before this call. */
  tell(...told: Told): void {
    for (const listener of this.#all) listener(...told);
  }
}
