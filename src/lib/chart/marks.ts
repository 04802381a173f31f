/** The bottom row of the chart: what was entered as squares, alerts as the shape of their level. */
import { PRIORITIES, type Priority } from '#core/clinical-protocol.ts';
import { EMERGENCY_STEP } from '#core/words/labels.ts';
import { words } from '../components/format.ts';
import { whyLate } from '../components/late-words.ts';
import type { Entry, RecordedEntry, Scale } from '#core/entry.ts';
import type { AlertKind } from '#core/alerts/alert.ts';
import type { AlertView, ChairView } from '#core/view.ts';
import type { AlertSpan } from '../live/trend-series.ts';
import type { Band } from './band.ts';

export interface Mark {
  readonly id: string;
  readonly at: number;
  /** `late`: an excursion found among late readings. */
  readonly shape: 'entry' | 'late' | Priority;
  /** Written beside a square where there is room; read out when the mark is tapped. */
  readonly label: string;
  /** Instead, where there is less room. */
  readonly short?: string;
  /** Of what has a length; of an alert that is open: absent. */
  readonly until?: number;
  /** The band an alert's span lies in; absent: it is about no value. */
  readonly band?: Band;
  /** The value went up: its span lies at the foot of the band. */
  readonly isHigh?: true;
  /** Only an open alert nobody acknowledged is filled: colour on the chart says what is wrong now, not what was. */
  readonly state: 'open' | 'seen' | 'ended';
}

export type AlertMark = Mark & { readonly shape: Priority };

const STATES: readonly Mark['state'][] = ['ended', 'seen', 'open'];

/** The order to draw alerts in, so that where marks meet the most urgent one stands on top. */
export function leastUrgentFirst(marks: readonly Mark[]): readonly AlertMark[] {
  return marks
    .filter((mark): mark is AlertMark => mark.shape !== 'entry' && mark.shape !== 'late')
    .toSorted(
      (a, b) =>
        STATES.indexOf(a.state) - STATES.indexOf(b.state) || PRIORITIES.indexOf(a.shape) - PRIORITIES.indexOf(b.shape),
    );
}

const SCALE_NAME: Readonly<Record<Scale, string>> = {
  dissociation: 'Dissociation',
  nausea: 'Nausea',
  moaas: 'MOAA/S',
  aldrete: 'Aldrete',
  'cadss-6': 'CADSS-6',
  rass: 'RASS',
  pain: 'Pain',
};
const RESPONSE_NAME = { normal: 'Responds', drowsy: 'Drowsy', none: 'No response' };

/** Short enough to stand beside an 8 px square. */
export function entryLabel(entry: Entry): string {
  switch (entry.kind) {
    case 'side-effect':
      return entry.effect === 'other' && entry.text ? entry.text : words(entry.effect);
    case 'intervention':
      return entry.intervention === 'other' && entry.text ? entry.text : words(entry.intervention);
    case 'oxygen':
      return entry.flowLPerMin === 0 ? 'Room air' : `O₂ ${entry.flowLPerMin} L`;
    case 'scale':
      return `${SCALE_NAME[entry.scale]} ${entry.score}`;
    case 'response':
      return RESPONSE_NAME[entry.response];
    case 'vitals':
      return entry.spo2Pct === undefined
        ? entry.pulseBpm === undefined
          ? `RR ${entry.respiratoryRatePerMin} by hand`
          : `Pulse ${entry.pulseBpm} by hand`
        : `SpO₂ ${entry.spo2Pct} by hand`;
    case 'note':
      return 'Note';
    case 'bp-started':
      return 'BP started';
    case 'emergency':
      return entry.text ?? EMERGENCY_STEP[entry.step];
  }
}

const shortLabel = (entry: Entry): string | undefined => (entry.kind === 'scale' ? `Scale ${entry.score}` : undefined);

/** Entries with too little to say for a mark of their own: the BP itself stands above. */
const isQuiet = ({ entry }: RecordedEntry): boolean =>
  entry.kind === 'bp-started' || (entry.kind === 'response' && entry.response === 'normal');

export function marksOf(
  view: Pick<ChairView, 'identity' | 'timeline' | 'treatment' | 'entries' | 'alerts' | 'excursions'> &
    Partial<Pick<ChairView, 'limitChanges' | 'offMonitorTimes'>>,
  spans: readonly AlertSpan[],
): readonly Mark[] {
  const { identity, timeline, treatment } = view;
  const entry = (id: string, at: number | undefined, label: string, short?: string): Mark[] =>
    at === undefined ? [] : [{ id, at, shape: 'entry', label, ...(short && { short }), state: 'open' }];
  const dose = treatment?.doseMg === undefined ? 'Start' : `Start ${treatment.doseMg} mg`;
  return [
    ...entry('identity', identity?.at, 'Identity'),
    ...entry('start', timeline?.infusionStartedAt, dose, 'Start'),
    ...(treatment?.pauses ?? []).flatMap((pause) => [
      ...entry(`pause-${pause.from}`, pause.from, 'Paused'),
      ...entry(`resume-${pause.from}`, pause.to, 'Resumed'),
    ]),
    ...(treatment?.devices ?? [])
      .slice(1)
      .flatMap((device) => entry(`device-${device.at}`, device.at, `${device.mg} mg`)),
    ...entry('end', timeline?.infusionEndedAt, treatment?.treatment === 'administration' ? 'End' : 'Pump end'),
    ...view.entries
      .filter((each) => !isQuiet(each))
      .flatMap((each) => entry(each.entryId, each.at, entryLabel(each.entry), shortLabel(each.entry))),
    ...(view.limitChanges ?? []).flatMap(({ at }, i) => entry(`limits-${i}`, at, 'Limits changed', 'Limits')),
    ...(view.offMonitorTimes ?? []).flatMap(({ since, backAt }) => [
      ...entry(`off-monitor-${since}`, since, 'Off monitor', 'Off'),
      ...entry(`back-on-monitor-${since}`, backAt, 'Back on monitor', 'Back'),
    ]),
    ...view.excursions.map(({ markId, from, until, text, why, seen }): Mark => ({
      id: markId,
      at: from,
      until,
      shape: 'late',
      label: `${text} ${whyLate(why)}`,
      state: seen ? 'seen' : 'open',
    })),
    ...alertMarks(view.alerts, spans),
  ].toSorted((a, b) => a.at - b.at);
}

function bandOf(kind: AlertKind): Pick<Mark, 'band' | 'isHigh'> {
  if (kind === 'spo2-low' || kind === 'no-spo2') return { band: 'spo2' };
  const isHigh = kind.endsWith('-high') && { isHigh: true as const };
  if (kind.startsWith('pulse-')) return { band: 'pulse', ...isHigh };
  return kind.startsWith('bp-') || kind === 'cuff-overdue' ? { band: 'bp', ...isHigh } : {};
}

/** Open alerts come with the view, at once; past ones with the history. */
function alertMarks(open: readonly AlertView[], spans: readonly AlertSpan[]): readonly Mark[] {
  const isOpen = new Set(open.map((alert) => alert.alertId));
  return [
    ...spans
      .filter((span) => !isOpen.has(span.alertId))
      .map((span): Mark => ({
        id: span.alertId,
        at: span.onsetAt,
        shape: span.priority,
        label: span.text,
        state: 'ended',
        ...bandOf(span.kind),
        ...(span.endedAt !== null && { until: span.endedAt }),
      })),
    ...open.map((alert): Mark => ({
      id: alert.alertId,
      at: alert.onsetAt,
      shape: alert.priority,
      label: alert.text,
      state: alert.acknowledged ? 'seen' : 'open',
      ...bandOf(alert.kind),
    })),
  ];
}
