/** Runs at once, and once more after a burst: two hundred adapters that come back together are one change of the clinic, not two hundred. */
import type { Duration } from '#core/reading.ts';

export function atMostEvery(ms: Duration, run: () => void): () => void {
  let resting = false;
  let again = false;
  const go = (): void => {
    if (resting) {
      again = true;
      return;
    }
    resting = true;
    setTimeout(() => {
      resting = false;
      if (!again) return;
      again = false;
      go();
    }, ms).unref();
    run();
  };
  return go;
}
