/** A part of a page that is fetched when the page has time, or at once when it is needed, and kept. What must sound or show is never fetched so. */

/** Long after the first values are drawn. */
export const IDLE_MS = 3_000;

export interface Fetching<T> {
  /** Read as state. */
  readonly isNeeded: () => boolean;
  /** Read as state: the server answers. Ahead of need a part is asked for once a connection; one that is needed, until it is there. */
  readonly isHeard: () => boolean;
  /** An `import()` */
  readonly fetch: () => Promise<T>;
  /** It was needed and did not come: what was asked for is not there. */
  readonly giveUp: () => void;
}

export function fetched<T>({ isNeeded, isHeard, fetch, giveUp }: Fetching<T>): { readonly part: T | undefined } {
  let part = $state.raw<T>();
  let loading = false;
  async function load(): Promise<void> {
    if (part || loading) return;
    loading = true;
    try {
      part = await fetch();
    } catch (fault) {
      console.error('a part of the page did not load', fault);
      if (isNeeded()) giveUp();
    }
    loading = false;
  }
  $effect(() => {
    if (isNeeded()) void load();
  });
  $effect(() => {
    if (part || !isHeard()) return;
    const timer = (isNeeded() ? setInterval : setTimeout)(() => void load(), IDLE_MS);
    return () => clearInterval(timer);
  });
  return {
    get part() {
      return part;
    },
  };
}
