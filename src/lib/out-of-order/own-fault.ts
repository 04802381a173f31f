/**
 * Whether what was thrown is a fault of the page's own code, after which nothing on it can be trusted. A script that could not be
 * fetched, and what the browser itself refuses (sound, wake lock, storage), leave the page as right as it was.
 */
export function isOwnFault(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || thrown instanceof DOMException) return false;
  return !/fetch|import|preload|load failed/i.test(thrown.message);
}

/** First at once, so that the chair is watched again; a page that fails again waits longer than its reading takes. */
const SOON_MS = 5_000;
const LATER_MS = 30_000;
const AGAIN_WITHIN_MS = 60_000;

/** @param failedAt of the failure before, in this tab; null: none. */
export const reloadAfter = (failedAt: number | null, now: number): number =>
  failedAt !== null && now - failedAt < AGAIN_WITHIN_MS && now >= failedAt ? LATER_MS : SOON_MS;
