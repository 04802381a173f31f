/** The clinic's time zone for every component below, so that no time is ever written in the tablet's own. */
import { getContext, setContext } from 'svelte';
import type { Instant } from '#core/reading.ts';
import { clockTime, clockTimeWithSeconds } from './format.ts';

const KEY = Symbol('clinic zone');

export const provideClinicZone = (zone: () => string): void => void setContext(KEY, zone);

/** `14:23` in the clinic's zone. Call it while a component is made. */
export function useClockTime(): (at: Instant) => string {
  const zone = getContext<(() => string) | undefined>(KEY);
  return (at) => clockTime(at, zone?.() ?? 'UTC');
}

/** `14:23:07` in the clinic's zone. Call it while a component is made. */
export function useClockTimeWithSeconds(): (at: Instant) => string {
  const zone = getContext<(() => string) | undefined>(KEY);
  return (at) => clockTimeWithSeconds(at, zone?.() ?? 'UTC');
}

/** The zone itself, for what needs a calendar. Call it while a component is made. */
export function useClinicZone(): () => string {
  const zone = getContext<(() => string) | undefined>(KEY);
  return () => zone?.() ?? 'UTC';
}
