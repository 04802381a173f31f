/** Timers as an argument, so that tests turn the hands themselves. */
export interface Timers {
  /** @returns what cancels it */
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}

export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};
