/** The report of the past visit the gallery shows; of an esketamine visit; of one that was cancelled, and of a demo. */
import type { Entry } from '#core/entry.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import { chartDrawing } from '#core/record/drawing/chart-drawing.ts';
import { chartSeries } from '#core/record/drawing/chart-series.ts';
import { eventLines } from '#core/record/event-lines.ts';
import { recordOf } from '#core/record/record-of.ts';
import { vitalsTable } from '#core/record/vitals-table.ts';
import { clockTime } from '#core/words/time-words.ts';
import type { VisitReport } from '#protocol/report.ts';
import { at } from '../components/fixture-calm.ts';
import { pastVisit } from './fixture-past.ts';
import { site } from './fixture-site.ts';

const system = { kind: 'system' } as const;
const nurse = { kind: 'staff', staffId: 's1', name: 'K. Marsh', role: 'nurse', screenId: 'x' } as const;

function reportOf(events: readonly VisitEvent[], demo: boolean): VisitReport {
  const record = recordOf(events);
  if (!record) throw new Error('This visit is over.');
  const readings = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.reading] : []));
  return {
    seq: events.length,
    record,
    patient: { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14', recordNumber: '40718' },
    chairs: [{ chairId: 'c3', name: 'Chair 3', from: 0 }],
    clinic: { name: site.name, timeZone: 'UTC', demo },
    chart: chartDrawing(record, chartSeries(events), {
      width: 720,
      height: 430,
      clock: (each) => clockTime(each, 'UTC'),
    }),
    vitals: vitalsTable(record, readings),
    lines: eventLines(events),
  };
}

/** @param demo marked so */
export const infusionReport = (demo = false): VisitReport => reportOf(pastVisit().replay.events, demo);

/** More of everything than one page holds: what is printed of it is still one page, and counts the rest. */
export function loadedReport(): VisitReport {
  const report = infusionReport(true);
  const { record } = report;
  const [alert] = record.alerts;
  const words = 'said that the room was moving, asked for the light to be turned down and for a hand to hold';
  const entries = Array.from({ length: 50 }, (_, index) => ({
    ...{ entryId: `e${index}`, at: at(index), recordedAt: at(index), byName: 'K. Marsh' },
    entry:
      index % 2 === 0
        ? ({ kind: 'side-effect', effect: 'other', severity: 'moderate', text: words } as const)
        : ({ kind: 'intervention', intervention: 'other', text: words } as const),
  }));
  const alerts = Array.from({ length: 60 }, (_, index) => ({
    ...({ kind: 'spo2-low', text: 'SpO₂ 84 < 90', endedAt: at(index, 50) } as const),
    ...alert,
    ...{ alertId: `a${index}`, onsetAt: at(index), priority: (['low', 'medium', 'high'] as const)[index % 3] ?? 'low' },
  }));
  const scales = Array.from({ length: 40 }, (_, index) => ({
    ...{ entryId: `s${index}`, at: at(index), recordedAt: at(index), byName: 'K. Marsh' },
    entry: {
      kind: 'scale',
      scale: (['dissociation', 'nausea', 'moaas', 'pain'] as const)[index % 4] ?? 'pain',
      score: 3,
    } as const,
  }));
  const setUp = {
    ...{
      weightKg: 82.5,
      doseMgPerKg: 0.5,
      doseMg: 41.3,
      concentrationMgPerMl: 1,
      lot: 'KET-2291-A',
      ivSite: 'left forearm, 20 G',
    },
    ...({ cuffArm: 'right', oximeterHand: 'left', nurseName: 'K. Marsh', providerName: 'Dr. Ruiz' } as const),
    ride: { name: 'Sam Marlow', phone: '555 0100' },
  };
  const contradictions = [...record.contradictions, ...record.contradictions.map((each) => `${each} And once more.`)];
  return { ...report, record: { ...record, setUp, alerts, entries: [...entries, ...scales], contradictions } };
}

const opened = (protocol: (typeof publishedProtocols)[number]): VisitEvent => ({
  ...{ type: 'visit-opened', visitId: 'v', chairId: 'c3', patientId: 'p', protocol, at: at(-14), actor: system },
});

export const cancelledReport = (): VisitReport =>
  reportOf(
    [
      opened(publishedProtocols[0]),
      { type: 'visit-ended', ending: 'cancelled', byName: nurse.name, reason: 'felt unwell', at: at(-2), actor: nurse },
    ],
    false,
  );

/** Two devices, BPs around them, sedation and dissociation that went by. */
export function esketamineReport(): VisitReport {
  const events: VisitEvent[] = [opened(publishedProtocols[1])];
  const bp = (minute: number, systolicMmHg: number, diastolicMmHg: number): void =>
    void events.push({
      type: 'reading-recorded',
      source: { deviceId: 'cuff', epoch: 'e', seq: events.length },
      reading: { kind: 'nibp', measuredAt: at(minute), quality: 'good', causes: [], systolicMmHg, diastolicMmHg },
      ...{ at: at(minute), actor: system },
    });
  const given = (minute: number, lot: string): void =>
    void events.push({ type: 'device-given', mg: 28, lot, happenedAt: at(minute), at: at(minute), actor: nurse });
  const tell = (minute: number, body: VisitEventBody): void =>
    void events.push({ ...body, at: at(minute), actor: nurse });
  const entered = (minute: number, entry: Entry): void =>
    tell(minute, {
      ...{ type: 'entry-recorded', entryId: `e${minute}`, happenedAt: at(minute), byName: nurse.name },
      entry,
    });
  tell(-12, { type: 'set-up-recorded', setUp: { nurseName: nurse.name, providerName: 'Dr. Ruiz', doseMg: 56 } });
  bp(-6, 126, 78);
  tell(0, { type: 'infusion-started', happenedAt: at(0), plannedMs: publishedProtocols[1].infusion.plannedMs });
  given(0, 'L-76');
  given(5, 'L-77');
  tell(15, { type: 'infusion-ended', happenedAt: at(15), reason: 'completed' });
  entered(20, { kind: 'scale', scale: 'moaas', score: 4 });
  entered(22, { kind: 'side-effect', effect: 'dissociation', severity: 'moderate' });
  bp(39, 148, 92);
  entered(60, { kind: 'scale', scale: 'moaas', score: 5 });
  entered(80, { kind: 'scale', scale: 'dissociation', score: 0 });
  bp(110, 130, 80);
  events.push({
    type: 'visit-ended',
    ending: 'transferred',
    byName: nurse.name,
    reason: 'to the ward',
    at: at(121),
    actor: nurse,
  });
  return reportOf(events, false);
}
