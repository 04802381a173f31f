import { afterEach, describe, expect, test, vi } from 'vitest';
import { keptIn } from '$lib/live/kept.ts';
import * as rules from '../alone/rules.ts';
import { keepRows } from './known-rows.ts';
import type { OwnDevices } from './own-devices.svelte.ts';
import { TabletDevices, type TabletWatch } from './tablet-devices.svelte.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const kept = keptIn(sessionStorage);
const known = { deviceId: 'ble:1', browserId: 'b', name: 'Nonin 3230', model: 'ble-plx' };
afterEach(() => {
  sessionStorage.clear();
  vi.restoreAllMocks();
});

/** What is fetched comes, or does not, when the test says so; the devices themselves only write down what they were told. */
function tablet() {
  const told: string[] = [];
  const waits: number[] = [];
  let again = (): void => undefined;
  let asked: PromiseWithResolvers<TabletWatch> | undefined;
  let fetches = 0;
  class Devices implements Pick<OwnDevices, 'devices'> {
    readonly devices = [known] as never;
    onReading = () => () => undefined;
    onPleth = () => () => undefined;
    whyNot = () => Promise.resolve(null);
    pair = () => Promise.resolve({ ok: true, value: null });
    start = () => void told.push('start');
    letGo = () => void told.push('letGo');
    dispose = () => void told.push('dispose');
    holdUplink = (hold: boolean) => void told.push(`hold ${hold}`);
  }
  const own = new TabletDevices(
    {
      ...{ screenId: () => Promise.resolve('s'), build: 'test', kept, newId: () => 'id' },
      timers: {
        every: () => () => undefined,
        after: (ms, run) => {
          waits.push(ms);
          again = run;
          return () => void told.push('no more attempts');
        },
      },
    },
    () => {
      fetches += 1;
      asked = Promise.withResolvers<TabletWatch>();
      return asked.promise;
    },
  );
  return {
    own,
    told,
    waits,
    fetches: () => fetches,
    tryAgain: () => again(),
    async comes() {
      asked?.resolve({ OwnDevices: Devices as unknown as typeof OwnDevices, rules });
      await asked?.promise;
      await Promise.resolve();
    },
    async fails() {
      asked?.reject(new TypeError('Failed to fetch dynamically imported module'));
      await asked?.promise.catch(() => undefined);
      await eventually(() => expect(own.rules).toBeNull());
    },
  };
}

describe('UI-266 what reads and judges the devices of a tablet', () => {
  test('UI-266 is not fetched for a tablet that never had one; for a pairing it is, once', async () => {
    const { own, fetches, comes } = tablet();
    own.start();
    expect([fetches(), own.awaited]).toEqual([0, []]);
    const asked = [own.whyNot(), own.whyNot()];
    await comes();
    expect(await Promise.all(asked)).toEqual([null, null]);
    expect(await own.pair('oximeter')).toEqual({ ok: true, value: null });
    expect(fetches()).toBe(1);
  });

  test('UI-266 is fetched at once for one that had one; no device is here before its rules are', async () => {
    keepRows(kept, [known]);
    const { own, fetches, comes, told } = tablet();
    expect([own.devices, own.awaited, own.rules]).toEqual([[], ['ble:1'], null]);
    own.start();
    own.holdUplink(true);
    expect(fetches()).toBe(1);
    await comes();
    expect([own.devices, own.awaited, own.rules]).toEqual([[known], [], rules]);
    // What an earlier load watched goes up before the readings of that time, however late those are let go.
    expect(told).toEqual(['hold true', 'start']);
  });

  test('UI-266 does not come: pairing is refused in a sentence, and a known device is tried for again, ever more rarely', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    keepRows(kept, [known]);
    const { own, fails, comes, waits, tryAgain, fetches } = tablet();
    own.start();
    const why = own.whyNot();
    await fails();
    expect((await why)?.message).toMatch(/^This tablet cannot watch: /);
    await eventually(() => expect(waits).toEqual([1_000]));
    const paired = own.pair('cuff');
    await fails();
    expect(await paired).toMatchObject({ ok: false, refusal: { code: 'unavailable' } });
    tryAgain();
    await fails();
    await eventually(() => expect(waits).toEqual([1_000, 2_000]));
    expect(own.awaited).toEqual(['ble:1']);
    tryAgain();
    await comes();
    expect([own.devices, own.awaited, fetches()]).toEqual([[known], [], 4]);
    expect(said).toHaveBeenCalledTimes(3);
  });

  test('UI-266 comes to a page that is leaving: nothing is opened, and nothing asks', async () => {
    keepRows(kept, [known]);
    const gone = tablet();
    gone.own.start();
    gone.own.dispose();
    await gone.comes();
    expect(gone.told).not.toContain('start');
    const leaving = tablet();
    leaving.own.start();
    leaving.own.letGo();
    await leaving.comes();
    expect(leaving.told.at(-1)).toBe('letGo');
  });
});
