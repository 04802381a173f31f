/** Visits of the demo that are over when it begins, and those that are planned: a history to look into, and a day that is not empty. */
import type { Duration } from '#core/reading.ts';
import type { PlannedSetUp } from '#core/schedule/plan.ts';
import type { SetUp } from '#core/setup.ts';
import type { ScenarioName } from '../emulator/scenario-table.ts';
import { KIM, MAYA, infusionFor } from './demo-chairs.ts';
import type { DemoVisit } from './demo-chairs.ts';
import { after, beforeInfusion, duringInfusion, endOfInfusion, endOfMonitoring } from './staff-script.ts';
import type { StaffAct } from './staff-script.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Patient = DemoVisit['patient'];

export interface DemoPastVisit {
  /** In `demoChairs`, from 0. */
  readonly place: number;
  readonly scenario: ScenarioName;
  /** The scenario's zero, before the demo's start. */
  readonly zeroAgoMs: Duration;
  readonly visit: DemoVisit;
}

function whole(patient: Patient, setUp: SetUp): DemoVisit {
  const escort = setUp.ride?.name ?? '';
  const acts: readonly StaffAct[] = [
    ...beforeInfusion(setUp),
    after(0, { type: 'infusion:start', minutesAgo: 0 }),
    ...duringInfusion(4),
    ...endOfInfusion(Math.round(setUp.doseMg ?? 0)),
    ...endOfMonitoring(65.5 * MINUTE),
    after(69 * MINUTE, { type: 'criterion:check', criterion: 'instructions-given', met: true }),
    after(70 * MINUTE, { type: 'visit:end', ending: 'home', escortName: escort }),
  ];
  return { patient, protocolId: 'iv-ketamine-40', openedMs: -13 * MINUTE, acts };
}

export const demoPastVisits: readonly DemoPastVisit[] = [
  {
    place: 4,
    scenario: 'discharge',
    zeroAgoMs: 27 * HOUR,
    visit: whole(
      { name: 'Hanna Brandt', birthDate: '1972-02-11', recordNumber: 'D-0991' },
      infusionFor(66, KIM, { name: 'Otto Brandt', phone: '555 0191' }),
    ),
  },
  {
    place: 0,
    scenario: 'desaturation',
    zeroAgoMs: 27 * HOUR - 6 * MINUTE,
    visit: whole(
      { name: 'Victor Osei', birthDate: '1981-07-05', recordNumber: 'D-0992' },
      infusionFor(92, MAYA, { name: 'Grace Osei', phone: '555 0192' }),
    ),
  },
  {
    place: 4,
    scenario: 'discharge',
    zeroAgoMs: 3.5 * HOUR,
    visit: whole(
      { name: 'Priya Nair', birthDate: '1990-10-22', recordNumber: 'D-0993' },
      infusionFor(58, KIM, { name: 'Arun Nair', phone: '555 0193' }),
    ),
  },
];

export interface DemoPlan {
  readonly place: number;
  /** After the demo's start, to the next quarter of an hour. */
  readonly inMs: Duration;
  readonly patient: Patient;
  readonly setUp: PlannedSetUp;
  readonly protocolId?: DemoVisit['protocolId'];
  readonly note?: string;
  readonly cancelled?: string;
}

const planned = (weightKg: number, ride: PlannedSetUp['ride']): PlannedSetUp => ({
  ...{ weightKg, doseMgPerKg: 0.5, doseMg: weightKg / 2 },
  ...(ride && { ride }),
});

/** Chair 5 is free: its next patient is the first of them. */
export const demoPlans: readonly DemoPlan[] = [
  {
    place: 4,
    inMs: 5 * MINUTE,
    patient: { name: 'Nora Feld', birthDate: '1987-05-30', recordNumber: 'D-1011' },
    setUp: planned(71, { name: 'Jonas Feld', phone: '555 0111' }),
    note: 'Third infusion. Prefers the window blind down.',
  },
  {
    place: 9,
    inMs: 60 * MINUTE,
    patient: { name: 'Joan Abara', birthDate: '1969-12-01', recordNumber: 'D-1012' },
    setUp: planned(60, { name: 'Sam Abara', phone: '555 0101' }),
  },
  {
    place: 5,
    inMs: 75 * MINUTE,
    patient: { name: 'Emil Sorensen', birthDate: '1994-03-18', recordNumber: 'D-1013' },
    setUp: planned(85, undefined),
  },
  {
    place: 4,
    inMs: 125 * MINUTE,
    patient: { name: 'Carla Duarte', birthDate: '1978-08-09', recordNumber: 'D-1014' },
    setUp: {},
    protocolId: 'esketamine-120',
  },
  {
    place: 0,
    inMs: 135 * MINUTE,
    patient: { name: 'Milo Hart', birthDate: '1985-01-15', recordNumber: 'D-1015' },
    setUp: planned(79, { name: 'Ana Hart', phone: '555 0115' }),
    cancelled: 'Has a cold; will call for a new date.',
  },
];
