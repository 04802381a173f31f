/** A clinic, its devices and its past visits, standing still. */
import type { PastVisit } from '#protocol/history.ts';
import { at, MINUTE, NOW } from '../components/fixture-calm.ts';
import type { SiteView } from '../settings/ask.ts';

export const nurse = { name: 'K. Marsh', role: 'nurse' } as const;
export const provider = { name: 'Dr E. Lindqvist', role: 'provider' } as const;
export const administrator = { name: 'A. Lind', role: 'administrator' } as const;

type Device = SiteView['devices'][number];
const device = (deviceId: string, changes: Partial<Device>): Device => ({
  deviceId,
  model: 'nonin-df2',
  kind: 'oximeter',
  label: deviceId,
  emulated: false,
  connected: true,
  lowBattery: false,
  ...changes,
});
const cuff = { model: 'suntech', kind: 'cuff' } as const;

export const site: SiteView = {
  name: 'Harbour clinic',
  demo: false,
  timeZone: 'UTC',
  chairs: [1, 2, 3, 4, 5, 6].map((n) => ({ chairId: `c${n}`, name: `Chair ${n}` })),
  devices: [
    device('ox-1', { label: 'Oximeter 1', chairId: 'c1', firmware: '1.04', batteryPct: 84 }),
    device('cuff-1', {
      ...cuff,
      label: 'Cuff 1',
      chairId: 'c1',
      connected: false,
      reason: 'nothing listens there',
      lastSeenAt: NOW - 2 * MINUTE,
    }),
    device('ox-2', { label: 'Oximeter 2', chairId: 'c2', batteryPct: 12, lowBattery: true }),
    device('cuff-2', { ...cuff, label: 'Cuff 2', chairId: 'c2' }),
    device('ox-3', { label: 'Oximeter 3', connected: false, reason: 'no adapter feeds it' }),
  ],
  dayOpen: true,
  providers: [provider.name, 'Dr N. Adeyemi'],
  unheard: [],
  unknownDevices: [{ deviceId: 'suntech-7', model: 'suntech', emulated: false, seenAt: NOW }],
  protocols: [
    {
      id: 'iv-ketamine-40',
      version: 1,
      title: 'Ketamine infusion, 40 min',
      treatment: 'infusion',
      plannedMs: 2_400_000,
    },
    {
      id: 'esketamine-120',
      version: 1,
      title: 'Esketamine, 120 min',
      treatment: 'administration',
      plannedMs: 7_200_000,
    },
  ],
};

const visit = (n: number, name: string, birthDate: string, changes: Partial<PastVisit> = {}): PastVisit => ({
  visitId: `past-${n}`,
  patientId: `p${n}`,
  patient: { patientId: `p${n}`, name, birthDate },
  chairIds: [`c${n}`],
  chairName: `Chair ${n}`,
  protocolTitle: 'Ketamine infusion, 40 min',
  treatment: 'infusion',
  openedAt: at(-14) - n * 60 * MINUTE,
  startedAt: at(0) - n * 60 * MINUTE,
  treatmentEndedAt: at(41) - n * 60 * MINUTE,
  monitoringEndedAt: at(66) - n * 60 * MINUTE,
  endedAt: at(77) - n * 60 * MINUTE,
  ending: 'home',
  alerts: { low: 0, medium: 0, high: 0 },
  unreadMarks: 0,
  ...changes,
});

export const pastVisits: readonly PastVisit[] = [
  visit(1, 'Dana Marlow', '1986-03-14', { alerts: { low: 1, medium: 2, high: 1 }, unreadMarks: 1 }),
  visit(2, 'Rosa Abara', '1979-11-02', { toDo: { step: 'to-sign', since: NOW - 70 * 60_000 } }),
  visit(3, 'Sol Pereira', '1983-04-17', { ending: 'transferred', alerts: { low: 0, medium: 0, high: 2 } }),
  visit(4, 'Aiko Nakagawa', '1995-12-01', { alerts: { low: 0, medium: 1, high: 0 } }),
  { ...visit(5, '', ''), patient: null },
];
