/** The devices of a chair and of its tablet, each in a few words. */
import type { Instant, Reading } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { DeviceOfSite } from '#protocol/screen-events.ts';
import type { OwnDevice } from '../bluetooth/own-device.svelte.ts';
import { elapsed, inWords } from '../components/format.ts';
import { labelOf } from './devices-place.ts';

export interface DeviceLine {
  readonly deviceId: string;
  readonly label: string;
  readonly kind: 'oximeter' | 'cuff';
  /** It is on this chair. */
  readonly here: boolean;
  /** Paired with this very tablet. */
  readonly own: OwnDevice | null;
  readonly ok: boolean;
  readonly state: string;
  /** Battery and last reading, and where it stands when that is another chair. */
  readonly notes: readonly string[];
}

const WORD = { oximeter: 'Oximeter', cuff: 'Cuff' } as const;

interface Sources {
  readonly view: ChairView;
  readonly own: readonly OwnDevice[];
  readonly site: { readonly devices: readonly DeviceOfSite[]; readonly chairs: readonly ChairView['chair'][] } | null;
  /** By the clinic's clock. */
  readonly now: Instant;
  /** By the page's adapter clock. */
  readonly ownNow: Instant;
}

/** Those of the chair first, then what else this tablet has paired. */
export function devicesOf({ view, own, site, now, ownNow }: Sources): readonly DeviceLine[] {
  const onChair = view.devices.map((device): DeviceLine => {
    const mine = own.find(({ deviceId }) => deviceId === device.deviceId);
    const known = site?.devices.find(({ deviceId }) => deviceId === device.deviceId);
    const battery = mine?.batteryPct ?? known?.batteryPct;
    return {
      deviceId: device.deviceId,
      label: device.label,
      kind: device.kind,
      here: true,
      own: mine ?? null,
      ok: mine ? mine.state === 'live' : device.connected,
      state: mine ? ownState(mine, ownNow) : device.connected ? 'Connected by its adapter' : lostState(known),
      notes: [
        ...batteryNote(battery, device.lowBattery),
        ...noticeOf(mine?.notice || device.notice),
        ...(mine ? [lastOf(mine, ownNow)] : shownOf(view, device.kind, now)),
      ],
    };
  });
  const others = own
    .filter(({ deviceId }) => !view.devices.some((device) => device.deviceId === deviceId))
    .map((mine): DeviceLine => {
      const known = site?.devices.find(({ deviceId }) => deviceId === mine.deviceId);
      const chair = site?.chairs.find(({ chairId }) => chairId === known?.chairId);
      return {
        deviceId: mine.deviceId,
        label: known?.label ?? labelOf(mine),
        kind: mine.kind,
        here: false,
        own: mine,
        ok: mine.state === 'live',
        state: ownState(mine, ownNow),
        notes: [
          chair ? `on ${chair.name}` : 'on no chair',
          ...batteryNote(mine.batteryPct ?? undefined, false),
          ...noticeOf(mine.notice),
          lastOf(mine, ownNow),
        ],
      };
    });
  return [...onChair, ...others];
}

function ownState(device: OwnDevice, ownNow: Instant): string {
  switch (device.state) {
    case 'live':
      return device.last === null ? 'Connected to this tablet' : 'Live on this tablet';
    case 'connecting':
      return device.reason === null ? 'Connecting' : `Connecting again: ${device.reason}`;
    case 'lost':
      return `Lost for ${elapsed(ownNow - device.since)}, reconnecting: ${device.reason ?? 'disconnected'}`;
    case 'off':
      return device.reason === null ? 'Not connected: tap to connect again' : `Not connected: ${device.reason}`;
  }
}

const lostState = (known: DeviceOfSite | undefined): string =>
  known?.reason === undefined ? 'Not connected' : `Not connected: ${known.reason}`;

function batteryNote(pct: number | undefined, isLow: boolean): string[] {
  if (pct !== undefined) return [isLow ? `battery low, ${pct} %` : `battery ${pct} %`];
  return isLow ? ['battery low'] : [];
}

const noticeOf = (notice: string | undefined): string[] => (notice ? [notice] : []);

const lastOf = (device: OwnDevice, ownNow: Instant): string =>
  device.last === null ? 'no reading yet' : `${valueOf(device.last)}, ${inWords(ownNow - device.last.measuredAt)} ago`;

function valueOf(reading: Reading): string {
  switch (reading.kind) {
    case 'oximetry': {
      const values = [
        ...(reading.spo2Pct === undefined ? [] : [`SpO₂ ${reading.spo2Pct} %`]),
        ...(reading.pulseBpm === undefined ? [] : [`pulse ${reading.pulseBpm}`]),
      ];
      return values.length > 0 ? values.join(', ') : 'no signal';
    }
    case 'nibp':
      return `BP ${reading.systolicMmHg}/${reading.diastolicMmHg} mmHg`;
    case 'nibp-failed':
      return 'no blood pressure found';
    case 'cuff-pressure':
      return `cuff at ${reading.cuffPressureMmHg} mmHg`;
  }
}

/** Of a device with an adapter: what the chair shows of it. */
function shownOf({ spo2, nibp }: ChairView, kind: DeviceLine['kind'], now: Instant): string[] {
  if (kind === 'oximeter') return spo2.status === 'none' ? [] : [`SpO₂ ${spo2.value} %, ${inWords(now - spo2.at)} ago`];
  const { last } = nibp;
  if (!last || last.byHand) return [];
  return [`BP ${last.systolicMmHg}/${last.diastolicMmHg} mmHg, ${inWords(now - last.at)} ago`];
}

/** What the chair page says for as long as a device of its own is away, in two short lines; null while all are there. */
export function awayOwn(
  own: readonly OwnDevice[],
  view: ChairView | null,
  ownNow: Instant,
): { readonly text: string; readonly note: string } | null {
  const lost = own.find(({ state }) => state === 'lost');
  if (lost) return { text: `${WORD[lost.kind]} disconnected`, note: `reconnecting, ${elapsed(ownNow - lost.since)}` };
  const waiting = own.find(
    ({ state, deviceId }) =>
      (state === 'off' || state === 'connecting') && view?.devices.some((device) => device.deviceId === deviceId),
  );
  if (!waiting) return null;
  return {
    text: `${WORD[waiting.kind]} not connected`,
    note: waiting.state === 'off' ? 'tap to connect again' : 'connecting',
  };
}
