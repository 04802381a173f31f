import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { aVisit } from '../../../tests/support/visit-builder.ts';
import type { RecordedEntry } from '../entry.ts';
import type { VisitEvent } from '../event.ts';
import type { PastAlert } from '../past/past-alerts.ts';
import { recordOf } from './record-of.ts';
import type { ReportHead } from './report-head.ts';
import { linesOf, PAGE_LINES, reportSummary, type ReportSummary } from './report-summary.ts';
import type { VisitRecord } from './visit-record.ts';

const clinic = { name: 'Harbour clinic', timeZone: 'UTC', demo: false };
const patient = { patientId: 'patient-1', name: 'Dana Marlow', birthDate: '1986-03-14', recordNumber: '40718' };
const chairs = [{ chairId: 'chair-1', name: 'Chair 1', from: 0 }];

function headOf(events: readonly VisitEvent[]): ReportHead {
  const record = recordOf(events);
  if (!record) throw new Error('This visit is over.');
  return { record, patient, chairs, clinic };
}
const whole = headOf(endedVisit());
const fact = ({ facts }: ReportSummary, name: string): string | undefined =>
  facts.find((each) => each.name === name)?.text;
const withRecord = (more: Partial<VisitRecord>): ReportHead => ({ ...whole, record: { ...whole.record, ...more } });

describe('REC-128 what the summary says', () => {
  const summary = reportSummary(whole);
  test.each([
    ['Protocol', /^IV ketamine, 40 min, version \d+$/],
    ['Chair', /^Chair 1$/],
    ['Infusion', /^14:03 to 14:46, 40 min without pauses of 40 min planned, pump finished$/],
    ['Paused', /^14:24 to 14:27$/],
    ['Dose', /40 mg, 0\.5 mg\/kg, 10 mg\/mL$/],
    ['Estimated', /^≈ 40 mg/],
    ['Read off the pump', /^4 mL = 40 mg$/],
    ['Without signal', /^\d min of 1 h \d\d, \d gaps: .*probe off/],
    ['Ride', /^Sam Marlow, 555 0100$/],
    ['Ended', /^went home \d\d:\d\d, with Sam Marlow$/],
    ['Nurse, provider', /^N\. Okafor, Dr\. Ruiz$/],
  ])('REC-128 %s', (name, text) => expect(fact(summary, name)).toMatch(text));
  test('REC-128 who, by two identifiers and the record’s number; each vital at baseline, highest, lowest and last', () => {
    expect([summary.name, summary.who, summary.day]).toEqual([
      'Dana Marlow',
      'born 14 Mar 1986, record 40718',
      'Mon 2 Mar 2026',
    ]);
    expect(summary.vitals[0]).toMatchObject({
      baseline: '128/79',
      highest: '168/98 at 14:33 (+40/+19)',
      last: '130/80 at 15:12',
    });
    expect(summary.vitals[1]).toMatchObject({ baseline: '98', lowest: '86 at 14:18' });
  });
  test('REC-128 alerts with their response times, side effects, what was done, scales in order, criteria, signatures', () => {
    expect(summary.alerts).toBe('4 medium: 3 seen in time, 1 over before. Audible for 1 min.');
    const lines = (title: string): readonly string[] =>
      summary.lists.find((each) => each.title === title)?.lines.map(({ text }) => text) ?? [];
    expect(lines('Alerts')[0]).toBe('SpO₂ 86 < 88, medium, until 14:18, seen by N. Okafor after 0:09');
    expect(lines('Side effects')).toContain('Nausea, moderate (N. Okafor)');
    expect(lines('Interventions')).toContain('Antiemetic given: ondansetron 4 mg (N. Okafor)');
    expect(summary.scales).toContainEqual({
      name: 'Dissociation',
      text: expect.stringMatching(/^3 at 14:15, 6 at 14:34, /),
    });
    expect(summary.criteria[0]).toMatchObject({ name: 'Met', text: expect.stringContaining('IV out') });
  });
  test('REC-128 what nobody signed is said in capitals, and so is a contradiction that stands there', () => {
    expect(summary.isUnsigned).toBe(true);
    expect(summary.signatures).toContainEqual({ name: 'Record signed', text: 'NOT SIGNED' });
    const signed = { byName: 'Dr. Ruiz', at: whole.record.ended.at, contradictions: [] };
    const done = reportSummary(
      withRecord({ signOff: { closed: signed, signed, addenda: [] }, contradictions: ['A and B.'] }),
    );
    expect(done.isUnsigned).toBe(false);
    expect(done.signatures.map(({ text }) => text).join(' ')).not.toMatch(/NOT/);
    expect(done.contradictions).toEqual(['A and B.']);
  });
  test('REC-128 an esketamine visit has its devices, an end that was never said stays unsaid', () => {
    const nasal = reportSummary(headOf(esketamineVisit()));
    expect(fact(nasal, 'Devices')).toBe('28 mg 14:03, lot L-76; 28 mg 14:08, lot L-77');
    expect(fact(nasal, 'Read off the pump')).toBeUndefined();
    const { treatment } = whole.record;
    if (!treatment) throw new Error('It was treated.');
    const { endedAt: _, stopReason: _r, ...open } = treatment;
    expect(fact(reportSummary(withRecord({ treatment: open })), 'Infusion')).toMatch(
      /^14:03 to its end was never said/,
    );
  });
  test('REC-128 a visit that was cancelled, one whose name is gone, an imported one and a demo’s say so', () => {
    const cancelled = reportSummary(headOf(aVisit({ phase: 'ended', ending: 'cancelled' }).events));
    expect(fact(cancelled, 'Infusion')).toBe('the infusion was never started');
    expect(cancelled.vitals[0]?.highest).toBe('not measured');
    expect(reportSummary({ ...whole, patient: null }).name).toBe('Name not known');
    const file = { file: 'night-3.csv', sha256: 'a' };
    const marks = reportSummary({ ...withRecord({ imported: file }), clinic: { ...clinic, demo: true } }).marks;
    expect(marks).toEqual([expect.stringMatching(/^DEMO/), expect.stringMatching(/^IMPORTED from night-3\.csv/)]);
    const recording = reportSummary({ ...withRecord({ imported: file }), patient: null });
    expect([recording.name, recording.who]).toEqual(['Imported: night-3', 'a recording, not given here']);
    expect(fact(recording, 'Chair')).toBe('Imported recordings');
    expect(fact(recording, 'Infusion')).toMatch(/^14:03 to \d\d:\d\d, the recording$/);
    expect(fact(recording, 'Ended')).toMatch(/, with the recording$/);
    // REC-243: of another clinic.
    const from = { siteId: 's', name: 'Lakeside' };
    expect(reportSummary(withRecord({ broughtFrom: from })).marks).toEqual([
      'From Lakeside: not recorded in this clinic',
    ]);
    expect(reportSummary(withRecord({ broughtFrom: { ...from, name: ' ' } })).marks[0]).toMatch(/^From another clinic/);
  });
});

describe('REC-129 one page', () => {
  test('REC-129 of many scores the first, the furthest and the last are told: of MOAA/S the lowest', () => {
    const scored = (scale: 'moaas' | 'nausea', scores: readonly number[]): RecordedEntry[] =>
      scores.map((score, index) => {
        const at = whole.record.openedAt + index * 60_000;
        return { entryId: `${scale}${index}`, at, recordedAt: at, byName: 'N', entry: { kind: 'scale', scale, score } };
      });
    const entries = [...scored('moaas', [5, 5, 4, 2, 4, 5, 5, 5]), ...scored('nausea', [0, 1, 6, 4, 2, 1, 0])];
    expect(reportSummary(withRecord({ entries })).scales).toEqual([
      { name: 'MOAA/S', text: 'first 5 at 14:00, lowest 2 at 14:03, last 5 at 14:07; 8 in all' },
      { name: 'Nausea', text: expect.stringMatching(/^0 at 14:00, 1 at 14:01, 6 at 14:02, .*0 at 14:06$/) },
    ]);
  });

  const alert = (index: number, priority: PastAlert['priority']): PastAlert => ({
    ...{ alertId: `a${index}`, kind: 'spo2-low', priority, text: `SpO₂ 8${index % 10} < 90` },
    ...{ onsetAt: whole.record.openedAt + index * 60_000, endedAt: whole.record.openedAt + index * 60_000 + 30_000 },
  });
  const entry = (index: number, kind: 'side-effect' | 'intervention', words: string): RecordedEntry => {
    const at = whole.record.openedAt + index * 45_000;
    const which =
      kind === 'side-effect' ? { kind, effect: 'other' as const } : { kind, intervention: 'other' as const };
    return { entryId: `${kind}${index}`, at, recordedAt: at, byName: 'N. Okafor', entry: { ...which, text: words } };
  };

  test('REC-129 whatever a visit holds, nothing is left out without being counted, and what must be seen is whole', () => {
    const some = fc.record({
      alerts: fc.array(fc.constantFrom('low', 'medium', 'high'), { maxLength: 60 }),
      effects: fc.array(fc.string({ maxLength: 300 }), { maxLength: 40 }),
      done: fc.array(fc.string({ maxLength: 300 }), { maxLength: 40 }),
      said: fc.array(fc.string({ minLength: 1, maxLength: 160 }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(some, ({ alerts, effects, done, said }) => {
        const record: Partial<VisitRecord> = {
          alerts: alerts.map((priority, index) => alert(index, priority)),
          entries: [
            ...effects.map((words, index) => entry(index, 'side-effect', words)),
            ...done.map((words, index) => entry(index, 'intervention', words)),
          ],
          contradictions: said,
        };
        const summary = reportSummary(withRecord(record));
        const shown = (title: string): number => {
          const list = summary.lists.find((each) => each.title === title);
          return (list?.lines.length ?? 0) + (list?.left ?? 0);
        };
        expect([shown('Alerts'), shown('Side effects'), shown('Interventions')]).toEqual([
          alerts.length,
          effects.length,
          done.length,
        ]);
        expect(summary.contradictions).toEqual(said);
        expect(summary.facts.length).toBeGreaterThan(10);
        const isCut = summary.lists.some(({ left }) => left > 0);
        if (!isCut) return;
        const [most] = summary.lists.map(({ lines }) => lines.length).toSorted((a, b) => b - a);
        expect(linesOf(summary) <= PAGE_LINES || most === 1).toBe(true);
        const highs = alerts.filter((each) => each === 'high').length;
        const list = summary.lists.find(({ title }) => title === 'Alerts');
        const kept = list?.lines.filter(({ text }) => /, high/.test(text)).length ?? 0;
        // An alert of less urgency never stands where a high one was cut.
        expect(kept === highs || kept === list?.lines.length).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
