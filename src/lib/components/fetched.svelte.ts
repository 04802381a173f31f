/** A component that a page fetches when it has time, or at once when it is needed, and keeps. What must sound or show is never fetched so. */
import type { Component } from 'svelte';

/** Long after the first values are drawn. */
const IDLE_MS = 3_000;

/**
 * @param isNeeded read as state
 * @param fetch `() => import('./X.svelte')`
 * @param giveUp it cannot be fetched: what was asked for is not there
 */
export function fetched<C extends Component<never>>(
  isNeeded: () => boolean,
  fetch: () => Promise<{ readonly default: C }>,
  giveUp: () => void,
): { readonly component: C | undefined } {
  let component = $state.raw<C>();
  let loading = false;
  async function load(): Promise<void> {
    if (component || loading) return;
    loading = true;
    try {
      component = (await fetch()).default;
    } catch (fault) {
      console.error('a part of the page did not load', fault);
      giveUp();
    }
    loading = false;
  }
  $effect(() => {
    if (isNeeded()) void load();
  });
  $effect(() => {
    const timer = setTimeout(() => void load(), IDLE_MS);
    return () => clearTimeout(timer);
  });
  return {
    get component() {
      return component;
    },
  };
}
