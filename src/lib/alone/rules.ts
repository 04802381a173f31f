/** The rules a tablet watches by: fetched only where it has devices of its own, with what reads them (lib/live/tablet-watch.ts). */
export { isToldAsFact, giveAlone, readAlone, runAlone, tellAlone, tickAlone } from '#core/alone/alone-run.ts';
export { mayGive } from '#core/authority.ts';
export { chairView } from '#core/view.ts';
export { evolve } from '#core/visit.ts';
export { default as RemovedBar } from '../access/RemovedBar.svelte';
export type AloneRules = typeof import('./rules.ts');
