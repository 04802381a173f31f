/** Whether this screen, the adapter and the devices are there, in two short lines each. */
import type { Instant } from '#core/reading.ts';
import type { ChairView, DeviceView } from '#core/view.ts';
import { elapsed } from '../components/format.ts';
import type { ConnectionState } from './strip-state.ts';

interface Lines {
  readonly ok: boolean;
  readonly text: string;
  readonly note: string;
}

export function linkLines(
  view: ChairView | null,
  connection: ConnectionState,
  lostSince: Instant | null,
  now: Instant,
): Lines {
  if (connection === 'connecting' || (connection === 'live' && view === null)) {
    return { ok: false, text: 'Connecting', note: 'to Vigil' };
  }
  if (connection === 'lost') {
    return {
      ok: false,
      text: 'No connection',
      note: lostSince === null ? 'to Vigil' : `for ${elapsed(now - lostSince)}`,
    };
  }
  const link = view?.link;
  if (link && !link.connected) return { ok: false, text: 'Adapter lost', note: `for ${elapsed(now - link.since)}` };
  if (view && !view.recorded) return { ok: true, text: 'Linked', note: 'not yet recorded' };
  return { ok: true, text: 'Linked', note: link ? 'adapter and Vigil' : 'to Vigil' };
}

const NAME = { oximeter: 'Oximeter', cuff: 'Cuff' } as const;

function deviceWords(device: DeviceView): string {
  const state = !device.connected ? 'not connected' : device.lowBattery ? 'battery low' : 'connected';
  return `${NAME[device.kind]} ${state}`;
}

/** @param known false while there is no connection: what was last heard of them may long not be so */
export function deviceLines(
  devices: readonly DeviceView[],
  known: boolean,
): Omit<Lines, 'ok'> & { readonly lowBattery: boolean } {
  if (!known) return { text: 'Devices', note: 'not known', lowBattery: false };
  const of = (kind: DeviceView['kind']): string => {
    const device = devices.find((each) => each.kind === kind);
    return device ? deviceWords(device) : `No ${NAME[kind].toLowerCase()}`;
  };
  return { text: of('oximeter'), note: of('cuff'), lowBattery: devices.some((each) => each.lowBattery) };
}
