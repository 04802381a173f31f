import { dev } from '$app/environment';

/** The worker that says "cannot be reached". Never in development, where a page must fail as it fails; a browser without one does without. */
export function registerWorker(): void {
  if (dev) return;
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  workers?.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => undefined);
}
