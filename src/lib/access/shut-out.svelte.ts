/** So long the server looks at no other try of this person here: counted down, real time. */
const CHECK_MS = 250;

export class ShutOut {
  #until = $state(0);
  #now = $state(0);

  /** Call it in the set-up of a component: it counts while that is there. */
  constructor() {
    $effect(() => {
      if (this.#until === 0) return;
      const timer = setInterval(() => {
        this.#now = performance.now();
        if (this.#now >= this.#until) this.#until = 0;
      }, CHECK_MS);
      return () => clearInterval(timer);
    });
  }

  /** 0 = nobody is shut out. */
  get leftMs(): number {
    return this.#until === 0 ? 0 : Math.max(0, this.#until - this.#now);
  }

  for(waitMs: number): void {
    this.#now = performance.now();
    this.#until = waitMs > 0 ? this.#now + waitMs : 0;
  }
}

/** `0:27` */
export function counted(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
