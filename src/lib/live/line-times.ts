/** How a page keeps its line: shared with the fault drills, which keep lines of the same kind without a browser. */

/** No beat of the clinic's clock for this long: lost. With the check below, a page says so within 3 s. */
export const SILENCE_MS = 2_500;
export const CHECK_MS = 100;
/** A socket that stays open but silent this long is closed and opened again: one that was lost without a word is replaced within 5 s. */
export const RENEW_MS = 4_000;
/**
 * One that does not come about is tried anew after so long: the packets that open it go again after 1, 3 and 7 s, and where each way takes
 * a second it needs up to 8. So a network that is back is noticed within 4 s (docs/adr/0036-fault-drills.md).
 */
export const OPEN_MS = 9_000;

/**
 * Of a socket that the server closed socket.io opens no other by itself: it is renewed as a silent one is.
 * @param quietMs since it was opened, was connected or was heard
 */
export const mustRenew = (
  { connected, active }: { readonly connected: boolean; readonly active: boolean },
  quietMs: number,
): boolean => quietMs > (active && !connected ? OPEN_MS : RENEW_MS);

/** Of socket.io's client. */
export const WIRE = {
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelay: 250,
  reconnectionDelayMax: 750,
  reconnectionAttempts: Infinity,
  timeout: OPEN_MS,
};
