/** How a page keeps its line: shared with the fault drills, which keep lines of the same kind without a browser. */

/** No beat of the clinic's clock for this long: lost. With the check below, a page says so within 3 s. */
export const SILENCE_MS = 2_500;
export const CHECK_MS = 250;
/** A socket that stays open but silent this long is closed and opened again. */
export const RENEW_MS = 6_000;

/** Of socket.io's client. */
export const WIRE = {
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelay: 250,
  reconnectionDelayMax: 2_000,
  reconnectionAttempts: Infinity,
};
