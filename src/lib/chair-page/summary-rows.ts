/** The rows of an ended visit's summary: what its record holds, as far as one rail shows it (REC-105). */
import type { RecordedEntry } from '#core/entry.ts';
import type { ChairView } from '#core/view.ts';
import { decimal, elapsed } from '../components/format.ts';
import type { AlertSpan } from '../live/trend-series.ts';
import { orderLine } from '../orders/order-words.ts';
import { ENDING, entryText } from '#core/words/labels.ts';

type Row = readonly [name: string, value: string];
type Bp = { readonly systolicMmHg: number; readonly diastolicMmHg: number };

const bpText = ({ systolicMmHg, diastolicMmHg }: Bp): string => `${systolicMmHg}/${diastolicMmHg}`;

function alertText({ text, onsetAt, priority, acknowledged }: AlertSpan, clock: (at: number) => string): string {
  const of = `${text} ${clock(onsetAt)}`;
  if (acknowledged) return `${of}, seen by ${acknowledged.byName} after ${elapsed(acknowledged.afterMs)}`;
  // An advisory asks for nothing.
  return priority === 'low' ? of : `${of}, not acknowledged`;
}

export function summaryRows(
  view: ChairView,
  past: readonly AlertSpan[],
  clock: (at: number) => string,
): readonly Row[] {
  const { phase, timeline, treatment, patient, nibp, baseline, summary, setUp, entries } = view;
  const start = timeline?.infusionStartedAt;
  const end = treatment?.end;
  const timed = (is: (entry: RecordedEntry['entry']) => boolean): string =>
    entries
      .filter(({ entry }) => is(entry))
      .map(({ entry, at }) => `${entryText(entry)} ${clock(at)}`)
      .join('; ');
  const pauses = (treatment?.pauses ?? []).map(
    ({ from, to }) => `${clock(from)}${to === undefined ? '' : ` to ${clock(to)}`}`,
  );
  const given = [
    summary?.estimatedMg === undefined ? [] : [`≈ ${decimal(summary.estimatedMg)} mg estimated`],
    end?.pumpVolumeMl === undefined
      ? []
      : [
          `pump ${decimal(end.pumpVolumeMl)} mL${summary?.pumpMg === undefined ? '' : `, ${decimal(summary.pumpMg)} mg`}`,
        ],
  ].flat();
  const bps = [
    baseline ? [`baseline ${bpText(baseline)}`] : [],
    summary?.highestBp ? [`peak ${bpText(summary.highestBp)} ${clock(summary.highestBp.at)}`] : [],
    summary?.highestBp?.diastolic
      ? [`highest diastolic ${bpText(summary.highestBp.diastolic)} ${clock(summary.highestBp.diastolic.at)}`]
      : [],
    nibp.last ? [`last ${bpText(nibp.last)} ${clock(nibp.last.at)}`] : [],
  ].flat();
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Patient', patient?.name],
    ['Ended', phase?.name === 'ended' ? `${clock(phase.endedAt)}, ${ENDING[phase.ending]}` : undefined],
    ['Reason', summary?.reason],
    ['Left with', summary?.escortName],
    ['Signed', summary?.byName],
    ['Protocol', treatment?.protocolTitle],
    [
      treatment?.treatment === 'administration' ? 'Given' : 'Infusion',
      start !== undefined && end
        ? `${clock(start)} to ${clock(end.endedAt)}, ${elapsed(end.endedAt - start)}`
        : undefined,
    ],
    ['Paused', pauses.join('; ')],
    ['Dose', treatment?.doseMg === undefined ? undefined : `${decimal(treatment.doseMg)} mg`],
    ['Lot', setUp.lot],
    ['Amount', given.join('; ')],
    ['Devices', treatment?.devices.map(({ mg, at, lot }) => `${decimal(mg)} mg ${clock(at)}, lot ${lot}`).join('; ')],
    ['BP', bps.join('; ')],
    ['Lowest SpO₂', summary?.lowestSpo2 ? `${summary.lowestSpo2.value} % ${clock(summary.lowestSpo2.at)}` : undefined],
    ['Alerts', past.map((alert) => alertText(alert, clock)).join('; ')],
    ['Side effects', timed(({ kind }) => kind === 'side-effect')],
    ['Done', timed(({ kind }) => kind === 'intervention' || kind === 'oxygen')],
    ['Orders', view.orders.map((order) => orderLine(order, clock)).join('; ')],
    ['Recorded', `${entries.length} by hand`],
  ];
  return rows.flatMap(([name, value]): Row[] => (value === undefined || value === '' ? [] : [[name, value]]));
}
