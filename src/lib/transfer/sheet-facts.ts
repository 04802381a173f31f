/** The figures of the transfer sheet: who, what was given, and each vital at baseline, now and at its furthest. */
import type { Instant } from '#core/reading.ts';
import { extremesOf } from '#core/transfer/extremes.ts';
import type { BpRow, Reached } from '#core/transfer/extremes.ts';
import type { ChairView, VitalView } from '#core/view.ts';
import { estimatedAmount } from '../chair-page/estimate.ts';
import { highestBpText } from '#core/words/bp-words.ts';
import { STOP_REASON } from '#core/words/labels.ts';
import { decimal, inWords } from '../components/format.ts';
import type { TrendSeries } from '../live/trend-series.ts';

type Clock = (at: Instant) => string;

export interface VitalRow {
  readonly name: string;
  readonly baseline: string;
  readonly last: string;
  readonly furthest: string;
}

const NOT = 'not measured';
const timed = (found: Reached | undefined, unit: string, clock: Clock, word: string): string =>
  found ? `${word} ${found.value} ${unit} at ${clock(found.at)}` : '';

function lastOf(vital: VitalView, unit: string, clock: Clock, lost: boolean): string {
  if (vital.status === 'none') return `none: ${vital.reason}`;
  const doubt = vital.status === 'live' && vital.quality !== 'good' ? ', poor signal' : '';
  const old = vital.status === 'stale' ? `, old: ${vital.reason}` : lost ? ', last heard' : '';
  return `${vital.value} ${unit} at ${clock(vital.at)}${doubt}${old}`;
}
const bpText = ({ systolicMmHg, diastolicMmHg }: Pick<BpRow, 'systolicMmHg' | 'diastolicMmHg'>): string =>
  `${systolicMmHg}/${diastolicMmHg}`;

const valueOf = (vital: VitalView): number | null => (vital.status === 'none' ? null : vital.value);

/** @param known false while the visit's history could not be read: then nothing is said to be the furthest */
export function vitalRows(
  view: ChairView,
  series: TrendSeries,
  known: boolean,
  clock: Clock,
  lost: boolean,
): readonly VitalRow[] {
  const { baseline, nibp } = view;
  // What the page shows now may be further than the history it has read so far.
  const shown = { spo2Pct: valueOf(view.spo2), pulseBpm: valueOf(view.pulse) };
  const at = (vital: VitalView): Instant => (vital.status === 'none' ? 0 : vital.at);
  const far = extremesOf(
    [
      ...series.oximetry,
      { at: at(view.spo2), spo2Pct: shown.spo2Pct, pulseBpm: null },
      { at: at(view.pulse), spo2Pct: null, pulseBpm: shown.pulseBpm },
    ],
    nibp.last ? [...series.bps, nibp.last] : series.bps,
  );
  const highest = highestBpText(far, {}, (row) => `${bpText(row)} at ${clock(row.at)}`);
  const joined = (...parts: readonly string[]): string =>
    known ? parts.filter((part) => part !== '').join(', ') || NOT : 'not known: the history could not be read';
  const then = baseline ? ` at ${clock(baseline.frozenAt)}` : '';
  return [
    {
      name: 'SpO₂',
      baseline: baseline ? `${baseline.spo2Pct} %${then}` : NOT,
      last: lastOf(view.spo2, '%', clock, lost),
      furthest: joined(timed(far.lowestSpo2, '%', clock, 'lowest')),
    },
    {
      name: 'Pulse',
      baseline: baseline ? `${baseline.pulseBpm} /min${then}` : NOT,
      last: lastOf(view.pulse, '/min', clock, lost),
      furthest: joined(
        timed(far.highestPulse, '/min', clock, 'highest'),
        timed(far.lowestPulse, '/min', clock, 'lowest'),
      ),
    },
    {
      name: 'BP',
      baseline: baseline ? `${bpText(baseline)} mmHg${then}` : NOT,
      last: nibp.last
        ? `${bpText(nibp.last)} mmHg${nibp.last.meanMmHg === undefined ? '' : `, MAP ${nibp.last.meanMmHg}`} at ${clock(nibp.last.at)}${nibp.last.byHand ? ', by hand' : ''}`
        : NOT,
      furthest: joined(
        highest === null ? '' : `highest ${highest}`,
        far.lowestBp ? `lowest ${bpText(far.lowestBp)} at ${clock(far.lowestBp.at)}` : '',
      ),
    },
  ];
}

export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** What was given, from when to when, and how much by the estimate: Vigil does not control the pump. */
export function treatmentFacts(view: ChairView, now: Instant, clock: Clock): readonly Fact[] {
  const { treatment, timeline, setUp, phase } = view;
  if (!treatment) return [];
  const amount = estimatedAmount(treatment, now);
  const dose = [
    treatment.doseMg === undefined ? '' : `${decimal(treatment.doseMg)} mg planned`,
    setUp.doseMgPerKg === undefined ? '' : `${decimal(setUp.doseMgPerKg, 2)} mg/kg`,
    setUp.weightKg === undefined ? '' : `${decimal(setUp.weightKg)} kg`,
  ].filter((part) => part !== '');
  const paused = phase?.name === 'infusion' ? phase.paused : undefined;
  const started = timeline?.infusionStartedAt;
  const ended = treatment.end;
  return [
    { name: 'Treatment', text: treatment.protocolTitle },
    { name: 'Dose', text: dose.join(', ') || 'not recorded' },
    ...(treatment.devices.length > 0
      ? [
          {
            name: 'Given',
            text: treatment.devices.map(({ mg, at }) => `${decimal(mg)} mg at ${clock(at)}`).join(', '),
          },
        ]
      : []),
    ...(amount
      ? [
          {
            name: 'Went in',
            text: `about ${amount.mg === undefined ? '' : `${Math.round(amount.mg)} mg, `}${Math.round(amount.share * 100)} % (estimated from pumped time)${ended?.pumpVolumeMl === undefined ? '' : `; pump says ${decimal(ended.pumpVolumeMl)} mL`}`,
          },
        ]
      : []),
    {
      name: 'Started',
      text: started === undefined ? 'not started' : `${clock(started)}, ${inWords(now - started)} ago`,
    },
    {
      name: 'Pump',
      text: ended
        ? `stopped ${clock(ended.endedAt)}, ${STOP_REASON[ended.reason].toLowerCase()}`
        : paused
          ? `paused since ${clock(paused.since)}`
          : started === undefined || treatment.treatment === 'administration'
            ? '–'
            : 'not recorded as stopped',
    },
    ...(setUp.ivSite === undefined ? [] : [{ name: 'IV', text: setUp.ivSite }]),
    { name: 'Oxygen now', text: view.oxygenLPerMin > 0 ? `${decimal(view.oxygenLPerMin)} L/min` : 'room air' },
  ];
}
