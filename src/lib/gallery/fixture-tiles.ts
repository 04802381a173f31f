/** The chairs of a station at 14:23:10, each in another state. Pure values: no server, no clock. */
import type { UnsignedNamed } from '#protocol/screen-events.ts';
import { unsigned, withOrders } from '../components/fixture-orders.ts';
import type { Instant } from '#core/reading.ts';
import type { AlertView, ChairView, NibpView, PhaseView, TileView, VitalView } from '#core/view.ts';
import { tileOf } from '#core/view.ts';
import { groupOf, type FixtureGroup } from './fixture-group.ts';
import { inInfusion } from '../components/fixture-alerts.ts';
import { beforeStart, free } from '../components/fixture-before.ts';
import { alert, at, calm, live, MINUTE, NOW, SECOND } from '../components/fixture-calm.ts';

const PEOPLE = [
  ['Rosa Abara', '1979-11-02'],
  ['Tove Lindgren', '1991-06-20'],
  ['Dana Marlow', '1986-03-14'],
  ['Ines Quiroga', '1979-11-02'],
  ['Peter Harlan', '1968-01-30'],
  ['June Whitcombe', '1974-08-09'],
  ['Aiko Nakagawa', '1995-12-01'],
  ['Sol Pereira', '1983-04-17'],
  ['Omar Brandt', '1959-10-11'],
  ['Gia Ferrante', '1988-02-25'],
] as const;

/** A chair's view as the tile of chair `n`, with another patient. */
export function onChair(n: number, view: ChairView, changes: Partial<TileView> = {}): TileView {
  const [name, birthDate] = PEOPLE[(n - 1) % PEOPLE.length] ?? PEOPLE[0];
  const id = { chair: { chairId: `c${n}`, name: `Chair ${n}` }, ...(view.visitId !== null && { visitId: `v${n}` }) };
  const tile = { ...tileOf(view), ...id, patient: view.patient && { patientId: `p${n}`, name, birthDate }, ...changes };
  return { ...tile, alerts: tile.alerts.map((each) => ({ ...each, alertId: `${n}-${each.alertId}` })) };
}

const infusion = (minutes: number): PhaseView => ({
  name: 'infusion',
  startedAt: NOW - minutes * MINUTE,
  plannedMs: 40 * MINUTE,
  plannedEndAt: NOW + (40 - minutes) * MINUTE,
});
const recovery = (minutes: number): PhaseView => ({
  name: 'recovery',
  startedAt: NOW - minutes * MINUTE,
  infusionStartedAt: NOW - (minutes + 40) * MINUTE,
  minimumAt: NOW + (20 - minutes) * MINUTE,
  upperMarkAt: NOW + (30 - minutes) * MINUTE,
});
const waiting: PhaseView = {
  name: 'discharge',
  infusionStartedAt: NOW - 95 * MINUTE,
  infusionEndedAt: NOW - 55 * MINUTE,
  monitoringEndedAt: NOW - 21 * MINUTE,
  waitingSince: NOW - 12 * MINUTE,
};
const bp = (systolicMmHg: number, diastolicMmHg: number, minutes: number): NibpView => ({
  last: { systolicMmHg, diastolicMmHg, meanMmHg: 95, at: NOW - minutes * MINUTE, byHand: false },
  nextDueAt: NOW + (10 - minutes) * MINUTE,
  dueReason: 'interval',
  everyMs: 10 * MINUTE,
});
const values = (spo2: number, pulse: number): Pick<TileView, 'spo2' | 'pulse'> => ({
  spo2: live(spo2, 98, NOW),
  pulse: live(pulse, 72, NOW),
});
const calmAt = (
  n: number,
  phase: PhaseView,
  spo2: number,
  pulse: number,
  ...pressure: readonly [number, number, number]
) => onChair(n, calm, { phase, ...values(spo2, pulse), nibp: bp(...pressure) });

const of = (name: keyof typeof inInfusion): ChairView => inInfusion[name] ?? calm;
const old = (value: number, seconds: number): VitalView => ({
  status: 'stale',
  value,
  at: NOW - seconds * SECOND,
  reason: 'adapter lost',
  baseline: 98,
});
const monitoringEnded = { status: 'none', reason: 'monitoring ended' } as const;
const adapterLost = alert({
  kind: 'adapter-lost',
  priority: 'medium',
  parameter: 'technical',
  text: 'Adapter lost',
  detail: 'Nothing comes from the devices of this chair',
  onsetAt: NOW - 41 * SECOND,
});
const passedOn = (given: AlertView): AlertView => ({ ...given, escalatedTo: 'provider' });

/** One tile of each kind, by name. */
export const tileKinds: Readonly<Record<string, TileView>> = {
  calm: calmAt(1, infusion(8), 98, 66, 118, 74, 6),
  before: onChair(2, beforeStart['baseline'] ?? calm, { nibp: { everyMs: 10 * MINUTE }, ...values(97, 81) }),
  hold: onChair(2, beforeStart['hold'] ?? calm, values(98, 72)),
  medium: onChair(3, of('medium')),
  'medium seen': onChair(3, of('medium-seen')),
  high: onChair(4, of('high')),
  'high seen': onChair(4, of('high-seen')),
  'high BP': onChair(4, of('high-bp')),
  'passed on': onChair(4, { ...of('high'), alerts: of('high').alerts.map(passedOn) }),
  several: onChair(4, of('several')),
  advisory: onChair(6, of('advisory')),
  free: onChair(5, free),
  recovery: calmAt(6, recovery(9), 96, 70, 126, 78, 9),
  mark: onChair(7, of('mark')),
  'late mark': onChair(7, of('late-mark')),
  'limits changed': onChair(7, { ...calm, limitsChanged: 2 }),
  'waiting for ride': onChair(8, calm, {
    phase: waiting,
    spo2: monitoringEnded,
    pulse: monitoringEnded,
    nibp: { last: { systolicMmHg: 124, diastolicMmHg: 76, at: NOW - 21 * MINUTE, byHand: false } },
  }),
  old: onChair(10, calm, {
    spo2: old(97, 41),
    pulse: old(75, 41),
    alerts: [adapterLost],
    link: { connected: false, since: NOW - 41 * SECOND },
  }),
  'no value': onChair(10, of('none')),
  poor: onChair(9, of('poor')),
  overdue: onChair(9, of('overdue')),
  paused: onChair(9, of('paused')),
  emergency: onChair(9, of('emergency')),
  'no screen': onChair(9, calm, { sound: { chair: 'absent', station: 'listens', who: 'station', since: at(20) } }),
  'no sound': onChair(9, calm, { sound: { chair: 'cannot', station: 'absent', who: 'nobody', since: at(20) } }),
  '100 and 128': onChair(1, calm, { ...values(100, 128), nibp: bp(186, 112, 1) }),
};
const kind = (name: string): TileView => tileKinds[name] ?? onChair(1, calm);
const renamed = (n: number, tile: TileView): TileView => {
  const [name, birthDate] = PEOPLE[(n - 1) % PEOPLE.length] ?? PEOPLE[0];
  return {
    ...tile,
    chair: { chairId: `c${n}`, name: `Chair ${n}` },
    visitId: tile.visitId === null ? null : `v${n}`,
    patient: tile.patient && { patientId: `p${n}`, name, birthDate },
    alerts: tile.alerts.map((each) => ({ ...each, alertId: `${n}-${each.kind}` })),
  };
};
const wall = (...tiles: readonly TileView[]): readonly TileView[] =>
  tiles.map((tile, index) => renamed(index + 1, tile));

const quiet = [
  calmAt(1, infusion(8), 98, 66, 118, 74, 6),
  calmAt(2, recovery(9), 97, 81, 134, 82, 2),
  calmAt(3, infusion(23), 97, 78, 142, 88, 1),
  kind('free'),
  kind('before'),
  calmAt(6, infusion(37), 99, 62, 122, 70, 7),
  kind('waiting for ride'),
  calmAt(8, recovery(18), 98, 73, 119, 72, 3),
  kind('free'),
  calmAt(10, infusion(14), 95, 75, 131, 79, 5),
] as const;
const many = (count: number): readonly TileView[] =>
  wall(...Array.from({ length: count }, (_, index) => (index === 16 ? kind('high') : (quiet[index % 10] ?? quiet[0]))));

export interface FixtureStation {
  readonly tiles: readonly TileView[];
  readonly now: Instant;
  readonly lost?: boolean;
  readonly isPrivate?: boolean;
  /** Opened beside the grid: its chair, drawn from this view. */
  readonly opened?: { readonly chairId: string; readonly view: ChairView };
  readonly unsigned?: readonly UnsignedNamed[];
  /** Other clinics of the group. */
  readonly group?: FixtureGroup;
}

const openedHigh: ChairView = {
  ...of('high'),
  chair: { chairId: 'c4', name: 'Chair 4' },
  patient: { patientId: 'p4', name: 'Ines Quiroga', birthDate: '1979-11-02' },
};
const alerted = [...quiet.slice(0, 3), kind('high'), ...quiet.slice(4)];
const troubled = [
  kind('calm'),
  kind('hold'),
  kind('medium seen'),
  kind('several'),
  kind('free'),
  kind('advisory'),
  kind('late mark'),
  kind('waiting for ride'),
  kind('emergency'),
  kind('old'),
];

/** By name: `/components?station=alert` draws that one as a whole page. */
export const stations: Readonly<Record<string, FixtureStation>> = {
  normal: { tiles: wall(...quiet), now: NOW },
  alert: { tiles: wall(...alerted), now: NOW },
  several: { tiles: wall(...troubled), now: NOW },
  opened: { tiles: wall(...alerted), now: NOW, opened: { chairId: 'c4', view: openedHigh } },
  orders: {
    tiles: wall(...quiet),
    now: NOW,
    opened: { chairId: 'c1', view: withOrders['ordered'] ?? of('calm') },
    unsigned,
  },
  private: { tiles: wall(...troubled), now: NOW, isPrivate: true },
  lost: { tiles: wall(...alerted), now: NOW + 7 * SECOND, lost: true },
  '24': { tiles: many(24), now: NOW },
  '64': { tiles: many(64), now: NOW },
  empty: { tiles: [], now: NOW },
  group: { tiles: wall(...quiet.slice(0, 6)), now: NOW, group: groupOf(wall(...alerted)) },
  'group-lost': { tiles: wall(...quiet.slice(0, 6)), now: NOW, group: groupOf(wall(...alerted), 'lost') },
  'group-loading': { tiles: wall(...quiet.slice(0, 6)), now: NOW, group: groupOf(wall(...alerted), 'loading') },
  'group-gone': { tiles: wall(...quiet.slice(0, 6)), now: NOW, group: groupOf(wall(...alerted), 'gone') },
};
