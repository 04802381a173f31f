import type { HandleClientError } from '@sveltejs/kit';

/** What a page's own code threw while it was loaded: +error.svelte says it. */
export const handleError: HandleClientError = ({ error, status, message }) => {
  if (status !== 404) console.error(error);
  return { message };
};
