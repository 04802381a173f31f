import type { Handle } from '@sveltejs/kit';

/** A page is asked for anew each time: none may come out of a browser's cache, with the names of scripts that are gone. */
export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (response.headers.get('content-type')?.startsWith('text/html')) response.headers.set('Cache-Control', 'no-store');
  return response;
};
