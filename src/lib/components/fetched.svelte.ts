/** A part of a page that is fetched when the page has time, or at once when it is needed, and kept. What must sound or show is never fetched so. */
import { untrack } from 'svelte';
import type { PageParts } from './page-parts.ts';

/** Long after the first values are drawn. */
export const IDLE_MS = 3_000;
/** A request may hang for minutes on a network that is gone. */
export const LATE_MS = 10_000;

export interface Fetched<T> {
  readonly part: T | undefined;
  /** It is needed, and did not come: say so. Browsers before Chromium 156 keep a module that failed for the life of the page. */
  readonly isMissing: boolean;
}

/**
 * Ahead of need it is asked for only while the server answers; what is needed at once, and while the server answers until it is there.
 * @param isNeeded read as state
 * @param fetch an `import()`
 */
export function fetched<T>(
  isNeeded: () => boolean,
  fetch: () => Promise<T>,
  { isHeard }: Pick<PageParts, 'isHeard'>,
): Fetched<T> {
  let part = $state.raw<T>();
  let isLate = $state(false);
  let loading = false;
  // What it is read from may change while it stays the same: the time that it waits goes on.
  const needed = $derived(isNeeded());
  async function load(): Promise<void> {
    if (part || loading) return;
    loading = true;
    try {
      part = await fetch();
    } catch (fault) {
      console.error('a part of the page did not load', fault);
      isLate = true;
    }
    loading = false;
  }
  $effect(() => {
    if (part || !needed) return;
    isLate = false;
    void untrack(load);
    const timer = setTimeout(() => (isLate = true), LATE_MS);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    if (part || !isHeard()) return;
    const timer = (needed ? setInterval : setTimeout)(() => void load(), IDLE_MS);
    return () => clearInterval(timer);
  });
  return {
    get part() {
      return part;
    },
    get isMissing() {
      return !part && isLate && needed;
    },
  };
}
