/** Recovery, discharge and the end. */
import type { CriterionState } from '#core/discharge.ts';
import type { RecordedEntry } from '#core/entry.ts';
import type { Instant } from '#core/reading.ts';
import type { ChairView, PhaseView, TimelineView } from '#core/view.ts';
import { at, calm, lastBp, live, treatment } from './fixture-calm.ts';

export const RECOVERY_NOW = at(54, 18);

const criterion = (
  name: CriterionState['criterion'],
  status: CriterionState['status'],
  detail: string,
  byHand = false,
  from?: Instant,
): CriterionState => ({ criterion: name, status, detail, byHand, ...(from === undefined ? {} : { from }) });

const timeline: TimelineView = {
  openedAt: at(-14),
  infusionStartedAt: at(0),
  infusionEndedAt: at(41, 6),
  axisFrom: at(-20),
  axisTo: at(90),
};
const bp = { ...lastBp, systolicMmHg: 138, diastolicMmHg: 84, meanMmHg: 102, delta: { systolic: 10, diastolic: 5 } };

const recovery: ChairView = {
  ...calm,
  phase: {
    name: 'recovery',
    startedAt: at(41, 6),
    infusionStartedAt: at(0),
    minimumAt: at(61, 6),
    upperMarkAt: at(71, 6),
  },
  timeline,
  spo2: live(98, 98, RECOVERY_NOW),
  pulse: live(74, 72, RECOVERY_NOW),
  nibp: { ...calm.nibp, last: { ...bp, at: at(50, 40) }, nextDueAt: at(60, 40) },
  responseAsked: { bpAt: at(50, 40) },
  criteria: [
    criterion('minimum-time', 'unmet', '', false, at(61, 6)),
    criterion('bp-stable', 'unmet', '1 of 2', false, at(55, 40)),
    criterion('spo2-on-air', 'met', '98 for 60 s'),
    criterion('off-oxygen', 'met', 'never on'),
    criterion('responds-normally', 'unmet', 'drowsy'),
    criterion('nausea-mild', 'met', '1 of 10'),
    criterion('dissociation-resolved', 'unmet', 'not asked in recovery'),
    criterion('ride-home', 'met', 'J. Marlow'),
    criterion('oriented', 'unmet', '', true),
    criterion('steady-gait', 'unmet', '', true),
    criterion('iv-out', 'unmet', '', true),
    criterion('instructions-given', 'unmet', '', true),
  ],
};

/** What a met criterion says where it was unmet in recovery. */
const MET: Readonly<Partial<Record<CriterionState['criterion'], string>>> = {
  'minimum-time': 'reached',
  'bp-stable': '132/84',
  'responds-normally': 'normally',
};
export const OFF_NOW = at(55, 40);
const offMonitor = { since: at(54), until: at(59), byName: 'K. Marsh' };
const off = { status: 'stale', value: 98, at: at(54, 12), reason: 'off monitor', until: at(59), baseline: 98 } as const;

const discharging: Extract<PhaseView, { name: 'discharge' }> = {
  name: 'discharge',
  infusionStartedAt: at(0),
  infusionEndedAt: at(41, 6),
  monitoringEndedAt: at(66),
};
const entry = (entryId: string, when: Instant, what: RecordedEntry['entry']): RecordedEntry => ({
  entryId,
  at: when,
  recordedAt: when,
  byName: 'K. Marsh',
  entry: what,
});
const over = { status: 'none', reason: 'monitoring ended', baseline: 98 } as const;
const discharge: ChairView = {
  ...recovery,
  phase: discharging,
  timeline: { ...timeline, monitoringEndedAt: at(66) },
  spo2: over,
  pulse: over,
  perfusionIndexPct: null,
  nibp: { ...calm.nibp, last: { ...bp, systolicMmHg: 132, at: at(65) } },
  responseAsked: null,
  criteria: recovery.criteria.map((each): CriterionState => {
    const { criterion: name, byHand } = each;
    const met = MET[name];
    if (name === 'steady-gait' || name === 'instructions-given') return each;
    if (name === 'dissociation-resolved') return criterion(name, 'overridden', 'Dr E. Lindqvist');
    return criterion(name, 'met', byHand ? 'K. Marsh' : (met ?? each.detail), byHand);
  }),
};

export const afterInfusion: Readonly<Record<string, ChairView>> = {
  recovery,
  'off-monitor': {
    ...recovery,
    responseAsked: null,
    spo2: off,
    pulse: { ...off, value: 74, baseline: 72 },
    offMonitor,
    offMonitorTimes: [offMonitor],
  },
  'past-mark': { ...recovery, responseAsked: null, spo2: live(98, 98, at(74)), pulse: live(74, 72, at(74)) },
  'may-end': {
    ...recovery,
    canEndMonitoring: true,
    responseAsked: null,
    criteria: recovery.criteria.map(({ criterion: name, byHand }) => criterion(name, 'met', '', byHand)),
  },
  discharge,
  waiting: { ...discharge, phase: { ...discharging, waitingSince: at(72) } },
  ended: {
    ...discharge,
    phase: { name: 'ended', endedAt: at(76), ending: 'home' },
    treatment: { ...treatment, end: { endedAt: at(41, 6), reason: 'completed', pumpVolumeMl: 4.4 } },
    criteria: [],
    entries: [
      ...calm.entries,
      entry('e2', at(18), { kind: 'side-effect', effect: 'nausea', severity: 'mild' }),
      entry('e3', at(19), { kind: 'intervention', intervention: 'antiemetic' }),
      entry('e4', at(26), { kind: 'oxygen', flowLPerMin: 2 }),
    ],
    summary: {
      highestBp: { systolicMmHg: 164, diastolicMmHg: 96, at: at(32) },
      lowestSpo2: { value: 91, at: at(25) },
      estimatedMg: 40,
      pumpMg: 44,
      byName: 'K. Marsh',
      escortName: 'J. Marlow',
      contradictions: ['The pump’s volume is 44 mg, the estimate 40 mg.'],
    },
  },
};
