import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { aVisit, esketamine } from '../../../tests/support/visit-builder.ts';
import type { Entry } from '../entry.ts';
import type { VisitEvent } from '../event.ts';
import { recordOf } from './record-of.ts';
import { remsForm, type RemsForm } from './rems-form.ts';
import type { VisitRecord } from './visit-record.ts';
import { vitalsTable } from './vitals-table.ts';

const MINUTE = 60_000;

function formOf(events: readonly VisitEvent[], more: (record: VisitRecord) => Partial<VisitRecord> = () => ({})) {
  const found = recordOf(events);
  if (!found) throw new Error('This visit is over.');
  const record = { ...found, ...more(found) };
  const readings = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.reading] : []));
  return remsForm({
    record,
    patient: { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14' },
    chairs: [],
    clinic: { name: 'Harbour clinic', timeZone: 'America/Los_Angeles', demo: false },
    vitals: vitalsTable(record, readings),
  });
}
const of = (form: RemsForm | undefined, title: string, name: string): string | undefined =>
  form?.sections.find((each) => each.title === title)?.facts.find((each) => each.name === name)?.text;

describe('REC-128 the REMS form of an esketamine visit', () => {
  const form = formOf(esketamineVisit());
  test.each([
    ['Treatment', 'Dose given', '56 mg with 2 devices'],
    ['Treatment', 'First device', '06:03'],
    ['Blood pressure, mmHg', 'Before', '130/80 at 06:02'],
    ['Blood pressure, mmHg', 'About 40 min after', '150/92 at 06:43'],
    ['Blood pressure, mmHg', 'Before leaving', '130/80 at 08:01'],
    ['Sedation', 'Onset', '06:23, 20 min after the first device (MOAA/S 4)'],
    ['Dissociation', 'Onset', '06:23, 20 min after the first device (Dissociation 4)'],
    ['Dissociation', 'End', '07:23, 80 min after the first device (Dissociation 0)'],
    ['Leaving', 'Ready to leave', '08:04, 121 min after the first device'],
    ['Supervision', 'Provider', 'Dr. Ruiz'],
    ['Supervision', 'Record signed', 'NOT SIGNED'],
  ])('REC-128 %s, %s: %s', (title, name, text) => expect(of(form, title, name)).toBe(text));
  test('REC-128 it is due 7 days after the treatment, by the clinic’s calendar', () =>
    expect(form?.due).toBe('Mon 9 Mar 2026'));
  test('REC-128 what no visit records is a line for a hand, and nothing is called serious by Vigil', () => {
    const lines = form?.sections.flatMap(({ byHand }) => byHand) ?? [];
    expect(lines.join(' ')).toMatch(/Other medicines.*Vigil does not record them.*Serious.*Signature/);
  });
  test('REC-128 an infusion has none, and neither has a visit in which no device was given', () => {
    expect(formOf(endedVisit())).toBeUndefined();
    expect(formOf(aVisit({ protocol: esketamine, phase: 'ended', ending: 'cancelled' }).events)).toBeUndefined();
  });

  const entered = (...entries: readonly (readonly [minute: number, entry: Entry])[]) =>
    formOf(esketamineVisit(), ({ treatment }) => ({
      entries: entries.map(([minute, entry], index) => {
        const at = (treatment?.startedAt ?? 0) + minute * MINUTE;
        return { entryId: String(index), at, recordedAt: at, byName: 'N', entry };
      }),
    }));
  const moaas = (score: number): Entry => ({ kind: 'scale', scale: 'moaas', score });
  test.each<[string, readonly (readonly [number, Entry])[], string | undefined, string | undefined]>([
    ['nothing was entered', [], 'not recorded', undefined],
    ['it was looked for and never there', [[10, moaas(5)]], 'none entered, of 1 entries', undefined],
    ['before the first device does not count', [[-5, moaas(3)]], 'not recorded', undefined],
    [
      'it never ended',
      [[10, moaas(4)]],
      '06:13, 10 min after the first device (MOAA/S 4)',
      'NOT RECORDED; last sign 06:13',
    ],
    [
      'it came back',
      [
        [10, moaas(4)],
        [20, moaas(5)],
        [30, moaas(3)],
        [45, { kind: 'response', response: 'normal' }],
      ],
      '06:13, 10 min after the first device (MOAA/S 4)',
      '06:48, 45 min after the first device (After BP: responds normally)',
    ],
  ])('REC-128 sedation: %s', (_, entries, onset, end) => {
    const told = entered(...entries);
    expect([of(told, 'Sedation', 'Onset'), of(told, 'Sedation', 'End')]).toEqual([onset, end]);
  });
  const dissociation = (score: number): Entry => ({ kind: 'scale', scale: 'dissociation', score });
  test.each<[readonly number[], string, string | undefined]>([
    [[0, 0], 'none entered, of 2 entries', undefined],
    [
      [0, 1, 0],
      '06:23, 20 min after the first device (Dissociation 1)',
      '06:33, 30 min after the first device (Dissociation 0)',
    ],
    [[2, 1], '06:13, 10 min after the first device (Dissociation 2)', 'NOT RECORDED; last sign 06:23'],
  ])('REC-218 dissociation of %j', (scores, onset, end) => {
    const told = entered(...scores.map((score, index) => [(index + 1) * 10, dissociation(score)] as const));
    expect([of(told, 'Dissociation', 'Onset'), of(told, 'Dissociation', 'End')]).toEqual([onset, end]);
  });
  test.each([
    [29, 'none between 06:33 and 06:53'],
    [30, '151/93 at 06:33'],
    [50, '151/93 at 06:53'],
    [51, 'none between 06:33 and 06:53'],
  ])('REC-128 a BP %d min after the first device: %s', (minute, text) => {
    const events = esketamineVisit();
    const startedAt = recordOf(events)?.treatment?.startedAt ?? 0;
    const bps = events.filter((event) => event.type !== 'reading-recorded' || event.reading.kind !== 'nibp');
    const reading = { kind: 'nibp', quality: 'good', causes: [], systolicMmHg: 151, diastolicMmHg: 93 } as const;
    const at = startedAt + minute * MINUTE;
    const only: VisitEvent = {
      ...{ type: 'reading-recorded', source: { deviceId: 'cuff', epoch: 'x', seq: 1 }, at, actor: { kind: 'system' } },
      reading: { ...reading, measuredAt: at },
    };
    const form40 = formOf([...bps.slice(0, -1), only, ...bps.slice(-1)]);
    expect(of(form40, 'Blood pressure, mmHg', 'About 40 min after')).toBe(text);
  });
});
