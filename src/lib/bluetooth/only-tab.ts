/** One tab of a browser is its tablet's gateway: two would tell the server two stories of the same devices. */
const LOCK = 'vigil.bluetooth';

/**
 * @param wait until the other tab is closed
 * @returns what gives it back, which a closed page does by itself; undefined while another tab has it
 */
export function onlyTab(
  wait: boolean,
  locks: LockManager | undefined = navigator.locks,
): Promise<(() => void) | undefined> {
  // Without locks (an unsafe address) there is no Bluetooth either.
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    void locks.request(LOCK, { ifAvailable: !wait }, (lock) => {
      if (!lock) return resolve(undefined);
      const held = Promise.withResolvers<undefined>();
      resolve(() => held.resolve(undefined));
      return held.promise;
    });
  });
}
