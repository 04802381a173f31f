/** Holds one page, "Vigil cannot be reached", and nothing else: no shell, no cache, no answer of the API (docs/adr/0017). */
import { answerNavigation } from './lib/unreached/answer-navigation.ts';

/** What is used of the worker's own scope; its full types cannot stand beside those of a page. */
interface Scope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(done: Promise<void>): void }) => void,
  ): void;
  addEventListener(type: 'fetch', listener: (event: FetchAsked) => void): void;
}
interface FetchAsked {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as Scope;

// It holds nothing of the app, so the newest may take over at once.
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(answerNavigation(event.request, fetch));
});
