/** Every page is live: there is nothing to show before the socket is open. */
export const ssr = false;
export const prerender = false;
