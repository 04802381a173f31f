/**
 * Everything that was measured in a visit, a row each, in the order of measurement: also what came late, what had no value and why, and
 * what a person read and typed. The columns are told in docs/exchange.md.
 */
import { absenceReason } from '../alerts/reason.ts';
import { isJudged } from '../alerts/track.ts';
import { BYTE_ORDER_MARK, csvRow } from '../audit/csv.ts';
import type { Cell } from '../audit/csv.ts';
import type { Entry } from '../entry.ts';
import type { VisitEvent } from '../event.ts';
import type { Instant, Reading } from '../reading.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';
import { clinicTimeIn } from './clinic-time.ts';

export const VITALS_COLUMNS = [
  'time',
  'elapsed_s',
  'treatment_s',
  'kind',
  'spo2_percent',
  'pulse_per_min',
  'perfusion_index_percent',
  'respiratory_rate_per_min',
  'systolic_mmHg',
  'diastolic_mmHg',
  'mean_mmHg',
  'cuff_pressure_mmHg',
  'quality',
  'reason',
  'causes',
  'device_id',
  'device',
  'by_hand',
  'entered_by',
  'received',
  'late',
  'judged',
] as const;
export type VitalsColumn = (typeof VITALS_COLUMNS)[number];

export interface CsvNames {
  /** IANA. */
  readonly timeZone: string;
  readonly devices: readonly { readonly deviceId: string; readonly label: string }[];
}

interface Measured {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly cells: Partial<Record<VitalsColumn, Cell>>;
}

type Values = Partial<Record<VitalsColumn, Cell>>;
const yes = (is: boolean): string => (is ? 'yes' : 'no');

/** @param events of one visit, from its opening on */
export function vitalsCsv(events: readonly VisitEvent[], names: CsvNames): string {
  const rows: Measured[] = [];
  let state: VisitState | undefined;
  for (const event of events) {
    const row = state && measured(state, event, names);
    if (row) rows.push(row);
    state = evolve(state, event);
  }
  if (!state) return '';
  const { openedAt, phase } = state;
  const startedAt = 'infusion' in phase ? phase.infusion?.startedAt : undefined;
  const time = clinicTimeIn(names.timeZone);
  const lines = rows
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, receivedAt, cells }) => {
      const row: Values = {
        ...cells,
        time: time(at),
        elapsed_s: (at - openedAt) / 1_000,
        treatment_s: startedAt === undefined ? undefined : (at - startedAt) / 1_000,
        received: time(receivedAt),
      };
      return csvRow(VITALS_COLUMNS.map((column) => row[column]));
    });
  return BYTE_ORDER_MARK + csvRow(VITALS_COLUMNS) + lines.join('');
}

function measured(state: VisitState, event: VisitEvent, { devices }: CsvNames): Measured | undefined {
  switch (event.type) {
    case 'reading-recorded': {
      const { deviceId } = event.source;
      const device = devices.find((each) => each.deviceId === deviceId)?.label;
      return ofReading(state, event, event.reading, { device_id: deviceId, device, by_hand: 'no' });
    }
    case 'bp-entered':
      return ofReading(state, event, event.reading, { by_hand: 'yes', entered_by: event.byName });
    case 'entry-recorded':
      if (event.entry.kind !== 'vitals') return undefined;
      return {
        at: event.happenedAt,
        receivedAt: event.at,
        // It charts with its mark, and no rule looks at it (PH-143).
        cells: {
          ...{ kind: 'entered', by_hand: 'yes', entered_by: event.byName, late: 'no', judged: 'no' },
          ...enteredValues(event.entry),
        },
      };
    default:
      return undefined;
  }
}

function ofReading(state: VisitState, { at }: VisitEvent, reading: Reading, source: Values): Measured {
  const deviceId = typeof source.device_id === 'string' ? source.device_id : undefined;
  const isLive = state.phase.name !== 'ended';
  return {
    at: reading.measuredAt,
    receivedAt: at,
    cells: {
      ...source,
      ...valuesOf(reading),
      kind: reading.kind,
      quality: reading.quality,
      causes: reading.causes.join(' ') || undefined,
      late: yes(at - reading.measuredAt > state.protocol.technical.staleMs),
      judged: yes(isLive && isJudged(state, reading, at, deviceId)),
    },
  };
}

function valuesOf(reading: Reading): Values {
  switch (reading.kind) {
    case 'oximetry':
      return {
        spo2_percent: reading.spo2Pct,
        pulse_per_min: reading.pulseBpm,
        perfusion_index_percent: reading.perfusionIndexPct,
        respiratory_rate_per_min: reading.respiratoryRatePerMin,
        ...(reading.spo2Pct === undefined && { reason: absenceReason(reading) }),
      };
    case 'nibp':
      return {
        systolic_mmHg: reading.systolicMmHg,
        diastolic_mmHg: reading.diastolicMmHg,
        mean_mmHg: reading.meanMmHg,
        pulse_per_min: reading.pulseBpm,
      };
    case 'nibp-failed':
      return { reason: FAILURE_WORDS[reading.failure] };
    case 'cuff-pressure':
      return { cuff_pressure_mmHg: reading.cuffPressureMmHg };
  }
}

const enteredValues = (entry: Extract<Entry, { readonly kind: 'vitals' }>): Values => ({
  spo2_percent: entry.spo2Pct,
  pulse_per_min: entry.pulseBpm,
  respiratory_rate_per_min: entry.respiratoryRatePerMin,
});
