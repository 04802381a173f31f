/** One tab of a browser is its tablet's gateway: two would tell the server two stories of the same devices. */
const LOCK = 'vigil.bluetooth';
/** A page that is just being left still holds it for a moment. */
const MOMENT_MS = 500;

/**
 * @param wait until the other tab is closed, else a moment
 * @returns what gives it back, which a closed page does by itself; undefined while another tab has it
 */
export function onlyTab(
  wait: boolean,
  locks: LockManager | undefined = navigator.locks,
): Promise<(() => void) | undefined> {
  // Without locks (an unsafe address) there is no Bluetooth either.
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    const hold = (): Promise<undefined> => {
      const held = Promise.withResolvers<undefined>();
      resolve(() => held.resolve(undefined));
      return held.promise;
    };
    locks.request(LOCK, wait ? {} : { signal: AbortSignal.timeout(MOMENT_MS) }, hold).catch(() => resolve(undefined));
  });
}
