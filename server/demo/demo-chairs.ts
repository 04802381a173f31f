/** The demo's ten chairs as a table: whose visit, which scenario and how far, what staff did so far, and what there is to see. */
import type { SetUp } from '#core/setup.ts';
import type { ScenarioName } from '../emulator/scenario-table.ts';
import { after, beforeInfusion, duringInfusion, endOfInfusion, endOfMonitoring } from './staff-script.ts';
import type { StaffAct } from './staff-script.ts';

export interface DemoVisit {
  readonly patient: { readonly name: string; readonly birthDate: string; readonly recordNumber: string };
  readonly protocolId: 'iv-ketamine-40' | 'esketamine-120';
  /** When the patient sat down, ms from the scenario's zero. */
  readonly openedMs: number;
  readonly acts: readonly StaffAct[];
}

export interface DemoChair {
  readonly name: string;
  readonly scenario: ScenarioName;
  /** Where in its scenario the chair stands when the demo begins, ms. */
  readonly fromMs: number;
  /** Absent: the chair is free. */
  readonly visit?: DemoVisit;
  /** What there is to see, times relative to the demo's start. */
  readonly look: string;
  /** Vigil starts this chair's cuff; the others measure by their own schedule. */
  readonly cuffControl?: true;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const at = (minutes: number, seconds = 0): number => minutes * MINUTE + seconds * SECOND;

export const KIM = 'Kim Marsh';
export const MAYA = 'Maya Osei';

/** 0.5 mg/kg, as ordered for this demo's invented patients. */
export function infusionFor(weightKg: number, nurseName: string, ride: SetUp['ride'], more: SetUp = {}): SetUp {
  return {
    weightKg,
    doseMgPerKg: 0.5,
    doseMg: weightKg / 2,
    concentrationMgPerMl: 1,
    lot: 'DEMO-2291',
    ivSite: 'left forearm, 22 G',
    cuffArm: 'right',
    oximeterHand: 'left',
    nurseName,
    providerName: 'Dr Elin Lindqvist',
    ...(ride ? { ride } : {}),
    ...more,
  };
}

const infusion = (patient: DemoVisit['patient'], setUp: SetUp, acts: readonly StaffAct[] = []): DemoVisit => ({
  patient,
  protocolId: 'iv-ketamine-40',
  openedMs: at(-13),
  acts: [...beforeInfusion(setUp), after(0, { type: 'infusion:start', minutesAgo: 0 }), ...acts],
});

export const demoChairs: readonly DemoChair[] = [
  {
    name: 'Chair 1',
    scenario: 'uneventful',
    fromMs: at(23),
    visit: infusion(
      { name: 'Ruth Abara', birthDate: '1974-05-19', recordNumber: 'D-1001' },
      infusionFor(68, KIM, { name: 'Sam Abara', phone: '555 0101' }),
      [
        ...duringInfusion(2),
        after(at(15), {
          type: 'entry:record',
          minutesAgo: 0,
          entry: { kind: 'scale', scale: 'dissociation', score: 3 },
        }),
      ],
    ),
    look: 'an infusion without events, at 23 of 40 min',
  },
  {
    name: 'Chair 2',
    scenario: 'before',
    fromMs: 0,
    visit: {
      patient: { name: 'Tomas Lindgren', birthDate: '1991-08-30', recordNumber: 'D-1002' },
      protocolId: 'iv-ketamine-40',
      openedMs: at(-6),
      acts: beforeInfusion(infusionFor(82, KIM, { name: 'Eva Lindgren', phone: '555 0102' }), at(-5, -30)),
    },
    look: 'before the infusion: the probe comes on, BPs follow at about 1:00 and 3:10, then you can start it',
  },
  {
    name: 'Chair 3',
    scenario: 'bp-climb',
    fromMs: at(14, 15),
    visit: infusion(
      { name: 'Dana Marlow', birthDate: '1986-03-14', recordNumber: 'D-1003' },
      infusionFor(80, MAYA, { name: 'Lee Marlow', phone: '555 0103' }, { bpEveryMs: at(5) }),
      [
        after(at(6, 30), {
          type: 'entry:record',
          minutesAgo: 0,
          entry: { kind: 'response', response: 'normal', nausea: false },
        }),
      ],
    ),
    look: 'BP passes 160/100 at about 1:20, the cuff fails at 3:50, BP passes 180/110 at 5:25',
  },
  {
    name: 'Chair 4',
    scenario: 'desaturation',
    fromMs: at(31),
    visit: infusion(
      { name: 'Ines Quiroga', birthDate: '1979-11-02', recordNumber: 'D-1004' },
      infusionFor(70, KIM, { name: 'Paolo Quiroga', phone: '555 0104' }),
      duringInfusion(3),
    ),
    look: 'SpO₂ falls from 1:00, below 90 at 1:15, to 82, and is back at 3:25',
  },
  {
    name: 'Chair 5',
    scenario: 'before',
    fromMs: 0,
    look: 'free: begin the planned visit here; its probe comes on and its BPs follow',
  },
  {
    name: 'Chair 6',
    scenario: 'recovery',
    fromMs: at(49),
    visit: infusion(
      { name: 'June Whitcombe', birthDate: '1968-01-27', recordNumber: 'D-1006' },
      infusionFor(64, MAYA, { name: 'Alan Whitcombe', phone: '555 0106' }),
      [...duringInfusion(4), ...endOfInfusion(32)],
    ),
    look: 'recovery, at 9 of at least 20 min; Vigil starts this cuff: a BP at 1:00, “Measure now” and “Stop” at any time',
    cuffControl: true,
  },
  {
    name: 'Chair 7',
    scenario: 'probe-off',
    fromMs: at(12),
    visit: infusion(
      { name: 'Aiko Nakagawa', birthDate: '1995-12-08', recordNumber: 'D-1007' },
      infusionFor(56, MAYA, { name: 'Ken Nakagawa', phone: '555 0107' }),
      duringInfusion(1),
    ),
    look: 'the probe falls off at 1:30, and is back at 4:00',
  },
  {
    name: 'Chair 8',
    scenario: 'motion',
    fromMs: at(36),
    visit: infusion(
      { name: 'Sofia Pereira', birthDate: '1983-06-21', recordNumber: 'D-1008' },
      infusionFor(74, KIM, { name: 'Marta Pereira', phone: '555 0108' }),
      duringInfusion(3),
    ),
    look: 'a restless hand at 0:25, 1:20 and 2:50: dips the oximeter doubts; the planned end is at 4:00',
  },
  {
    name: 'Chair 9',
    scenario: 'esketamine',
    fromMs: at(7),
    visit: {
      patient: { name: 'Gianni Ferrante', birthDate: '1977-09-03', recordNumber: 'D-1009' },
      protocolId: 'esketamine-120',
      openedMs: at(-13),
      acts: [
        ...beforeInfusion({
          cuffArm: 'left',
          oximeterHand: 'right',
          nurseName: MAYA,
          providerName: 'Dr Elin Lindqvist',
          ride: { name: 'Rosa Ferrante', phone: '555 0109' },
        }),
        after(0, { type: 'device:give', mg: 28, lot: 'DEMO-77A', minutesAgo: 0 }),
        after(at(5), { type: 'device:give', mg: 28, lot: 'DEMO-77A', minutesAgo: 0 }),
      ],
    },
    look: 'esketamine: two of three nasal devices given',
  },
  {
    name: 'Chair 10',
    scenario: 'discharge',
    fromMs: at(69),
    visit: infusion(
      { name: 'Lena Castellano', birthDate: '1989-04-11', recordNumber: 'D-1010' },
      infusionFor(62, KIM, { name: 'Nico Castellano', phone: '555 0110' }),
      [...duringInfusion(4), ...endOfInfusion(31), ...endOfMonitoring(at(65, 30))],
    ),
    look: 'discharge: the last checks before the ride',
  },
];
