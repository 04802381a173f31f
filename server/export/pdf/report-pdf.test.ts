/** The PDF of a report, read back by another program and held against the journal's events. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { PastAlert } from '#core/past/past-alerts.ts';
import { recordOf } from '#core/record/record-of.ts';
import type { VisitRecord } from '#core/record/visit-record.ts';
import { PAPERS } from '#protocol/exports.ts';
import { endedVisit, esketamineVisit, STARTED_AT } from '../../../tests/fixtures/ended-visit.ts';
import { anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { readPdf } from '../../../tests/support/read-pdf.ts';
import type { ReadPdf } from '../../../tests/support/read-pdf.ts';
import { provider } from '../../../tests/support/visit-builder.ts';
import { reportPdf } from './report-pdf.ts';
import type { PdfSource } from './report-pdf.ts';

const PATIENT = { patientId: 'patient-1', name: 'Ada Byron', birthDate: '1980-12-10', recordNumber: '4711' };

function sourceOf(events: readonly VisitEvent[], more: Partial<PdfSource> = {}): PdfSource {
  const record = recordOf(events);
  if (!record) throw new Error('It is not over.');
  return {
    site: { siteId: 'site-1', name: 'North clinic', timeZone: 'Europe/Berlin', demo: false },
    visitId: '0197c2a4-7b1e-7c3d-9f21-aa1b2c3d4e5f',
    ...{ events, record, patient: PATIENT },
    chairs: [{ chairId: 'chair-1', name: 'Chair 1', from: 0 }],
    ...more,
  };
}
const withRecord = (more: Partial<VisitRecord>, patient = PATIENT): PdfSource => {
  const source = sourceOf(endedVisit(), { patient });
  return { ...source, record: { ...source.record, ...more } };
};
const pdfOf = (source: PdfSource, paper: (typeof PAPERS)[number] = 'a4'): Promise<ReadPdf> =>
  readPdf(reportPdf(source, { paper }));

const of = <Type extends VisitEvent['type']>(type: Type): Extract<VisitEvent, { readonly type: Type }>[] =>
  endedVisit().filter((event): event is Extract<VisitEvent, { readonly type: Type }> => event.type === type);
/** In Berlin, in winter. */
const clock = (at: number, length = 5): string => new Date(at + 3_600_000).toISOString().slice(11, 11 + length);
const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

describe('REC-137 its numbers are the journal’s', () => {
  const made = pdfOf(sourceOf(endedVisit()));
  const readings = of('reading-recorded').map(({ reading }) => reading);
  const nibp = readings.filter((reading) => reading.kind === 'nibp');
  const inTreatment = nibp.filter(({ measuredAt }) => measuredAt >= STARTED_AT);

  test('REC-137 the dose, the start, the end and the pauses', async () => {
    const [summary] = (await made).pages;
    const { setUp } = of('set-up-recorded').at(-1)!;
    const [start] = of('infusion-started');
    const [end] = of('infusion-ended');
    const [paused] = of('pump-paused');
    const [resumed] = of('pump-resumed');
    const [read] = of('pump-volume-read');
    const text = summary!.lines.join('\n');
    expect(text).toContain(
      `ketamine ${setUp.doseMg} mg, ${setUp.doseMgPerKg} mg/kg, ${setUp.concentrationMgPerMl} mg/mL`,
    );
    expect(text).toContain(`${clock(start!.happenedAt)} to ${clock(end!.happenedAt)}`);
    expect(text).toContain(`${clock(paused!.happenedAt)} to ${clock(resumed!.happenedAt)}`);
    const { pumpVolumeMl } = read!;
    expect(text).toContain(`${pumpVolumeMl} mL = ${pumpVolumeMl * (setUp.concentrationMgPerMl ?? 0)} mg`);
  });

  test('REC-137 baseline, peaks, lowest and last', async () => {
    const [summary] = (await made).pages;
    const { baseline } = of('baseline-frozen').at(-1)!;
    const line = (name: string): string => summary!.lines.find((each) => each.startsWith(name)) ?? '';
    const peak = inTreatment.toSorted((a, b) => b.systolicMmHg - a.systolicMmHg)[0]!;
    const last = nibp.at(-1)!;
    expect(line('BP, mmHg')).toContain(`\t${baseline.systolicMmHg}/${baseline.diastolicMmHg}\t`);
    expect(line('BP, mmHg')).toContain(`${peak.systolicMmHg}/${peak.diastolicMmHg} at ${clock(peak.measuredAt)}`);
    expect(line('BP, mmHg')).toContain(`(+${peak.systolicMmHg - baseline.systolicMmHg}/`);
    expect(line('BP, mmHg')).toMatch(
      new RegExp(`${last.systolicMmHg}/${last.diastolicMmHg} at ${clock(last.measuredAt)}$`),
    );
    const good = readings.flatMap((reading) =>
      reading.kind === 'oximetry' && reading.quality === 'good' && reading.measuredAt >= STARTED_AT
        ? [{ at: reading.measuredAt, spo2: reading.spo2Pct ?? Infinity }]
        : [],
    );
    const lowest = good.reduce((low, each) => (each.spo2 < low.spo2 ? each : low));
    expect(line('SpO₂, %')).toContain(`\t${baseline.spo2Pct}\t`);
    expect(line('SpO₂, %')).toContain(`\t${lowest.spo2} at ${clock(lowest.at)}\t`);
  });

  test('REC-137 every blood pressure of the visit stands in the table once, and each failed cycle', async () => {
    const rows = (await made).pages.flatMap(({ lines }) => lines);
    const shown = rows.flatMap(
      (row) => /^(\d\d:\d\d:\d\d)\t[^\t]+\t[^\t]+\t[^\t]+\t[^\t]+\t(\d+\/\d+)\t/.exec(row)?.slice(1) ?? [],
    );
    expect(shown).toEqual(
      nibp.flatMap(({ measuredAt, systolicMmHg, diastolicMmHg }) => [
        clock(measuredAt, 8),
        `${systolicMmHg}/${diastolicMmHg}`,
      ]),
    );
    const failed = readings.filter(({ kind }) => kind === 'nibp-failed');
    expect(rows.filter((row) => row.includes('no BP: weak signal'))).toHaveLength(failed.length);
  });

  test('REC-137 every row of five minutes says what the oximeter said then', async () => {
    const rows = (await made).pages.flatMap(({ lines }) => lines);
    const said = rows.flatMap((row) => /^(\d\d:\d\d:\d\d)\t[+−]\d+:\d\d\t(\d+)\t(\d+)\t/.exec(row)?.slice(1) ?? []);
    expect(said.length / 3).toBeGreaterThan(25);
    const { staleMs } = of('visit-opened')[0]!.protocol.technical;
    for (let row = 0; row < said.length; row += 3) {
      const [time, spo2, pulse] = said.slice(row, row + 3);
      const near = readings.filter(
        (reading) =>
          reading.kind === 'oximetry' &&
          Math.abs(Date.parse(`2026-03-02T${time}+01:00`) - reading.measuredAt) <= staleMs &&
          String(reading.spo2Pct) === spo2 &&
          String(reading.pulseBpm) === pulse,
      );
      expect([time, near.length > 0]).toEqual([time, true]);
    }
  });

  test('REC-137 as many alerts as were issued, each change of a limit, each line of what a person entered', async () => {
    const { pages, text } = await made;
    const from = pages.flatMap(({ lines }) => lines);
    const alerts = from.slice(from.lastIndexOf('Alerts') + 2, from.indexOf('Changed limits'));
    const rows = alerts.filter((row) => /^\d\d:\d\d:\d\d\t/.test(row));
    expect(rows.map((row) => row.split('\t')[0])).toEqual(of('alert-issued').map(({ onsetAt }) => clock(onsetAt, 8)));
    for (const { changes, reason } of of('limits-changed'))
      for (const change of changes) expect(text).toContain(`${change.from} → ${change.to}\tDr. Ruiz\t${reason}`);
    for (const { entry } of of('entry-recorded')) if ('text' in entry && entry.text) expect(text).toContain(entry.text);
  });
});

describe('REC-135 the report as PDF', () => {
  test.each([
    ['a4', 595.28, 841.89],
    ['letter', 612, 792],
  ] as const)(
    'REC-135 on %s nothing stands off the page, and every page says whose it is and which',
    async (paper, width, height) => {
      const { pages } = await pdfOf(sourceOf(endedVisit()), paper);
      expect(pages.length).toBeGreaterThan(3);
      pages.forEach((page, index) => {
        expect([page.width, page.height]).toEqual([width, height]);
        expect(page.right).toBeLessThan(width - 30);
        expect(page.bottom).toBeLessThan(height - 15);
        expect(page.lines[0]).toContain('Ada Byron, born 10 Dec 1980, record 4711');
        expect(page.lines.at(-1)).toContain(
          `visit 0197c2a4-7b1e-7c3d-9f21-aa1b2c3d4e5f\tpage ${index + 1} of ${pages.length}`,
        );
      });
    },
  );

  test('REC-135 it has its typeface in it, a language, a title without the patient’s name, and a structure to be read aloud', async () => {
    const bytes = reportPdf(sourceOf(endedVisit()), { paper: 'a4' });
    const raw = Buffer.from(bytes).toString('latin1');
    expect(raw.match(/\/FontFile2/g)).toHaveLength(2);
    expect(raw).toMatch(/\/BaseFont \/[A-Z]{6}\+IBMPlexSans/);
    expect(raw).toContain('/Marked true');
    expect(raw).toContain('/DisplayDocTitle true');
    const { info, pages } = await readPdf(bytes);
    expect(info).toMatchObject({
      ...{ Language: 'en', PDFFormatVersion: '1.7', Creator: 'Vigil' },
      Title: 'Visit report, Mon 2 Mar 2026, 0197c2a4-7b1e-7c3d-9f21-aa1b2c3d4e5f',
    });
    expect(JSON.stringify(info)).not.toContain('Byron');
    const roles = pages.flatMap(({ structure }) => structure);
    expect(roles).toEqual(expect.arrayContaining(['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure']));
    expect(pages.flatMap(({ alternatives }) => alternatives)).toEqual([expect.stringMatching(/^Chart from 14:59 to/)]);
  });

  test('REC-135 what is not signed, of a demo, or from a file says so on every page', async () => {
    const source = withRecord({ imported: { file: 'bed 4.csv', sha256: 'ab' } });
    const { pages } = await pdfOf({ ...source, site: { ...source.site, demo: true } });
    for (const { lines } of pages) expect(lines[0]).toMatch(/\tDEMO · IMPORTED · NOT SIGNED$/);
    expect(pages[0]!.lines.slice(1, 3)).toEqual([
      'DEMO: an invented patient',
      'IMPORTED from bed 4.csv: not recorded in this clinic',
    ]);
    const unsigned = await pdfOf(sourceOf(endedVisit()));
    for (const { lines } of unsigned.pages) expect(lines[0]).toMatch(/\tNOT SIGNED$/);
    const signed = { byName: 'Dr. Ruiz', at: STARTED_AT, contradictions: [] };
    const { pages: after } = await pdfOf(withRecord({ signOff: { closed: signed, signed, addenda: [] } }));
    for (const { lines } of after) expect(lines[0]).not.toContain('NOT SIGNED');
  });

  test('REC-140 the same record gives the same bytes, another one others', () => {
    const once = reportPdf(sourceOf(endedVisit()), { paper: 'a4' });
    expect(reportPdf(sourceOf(endedVisit()), { paper: 'a4' })).toEqual(once);
    const other = withRecord({ contradictions: ['The visit ended, the infusion never.'] });
    expect(reportPdf(other, { paper: 'a4' })).not.toEqual(once);
  });

  test('REC-138 the chart is lines and letters: no page has a picture', async () => {
    const { pages } = await pdfOf(sourceOf(endedVisit()));
    for (const { operators } of pages) expect([...operators.keys()].filter((name) => /image/i.test(name))).toEqual([]);
    const chart = pages.find(({ lines }) => lines.includes('Chart'))!;
    expect(chart.operators.get('constructPath')).toBeGreaterThan(100);
    expect(chart.structure).toContain('Figure');
    expect(chart.lines.join('\n')).toMatch(/Infusion[\s\S]*SpO₂[\s\S]*Pulse/);
  });

  test('REC-135 an esketamine visit: its devices, no pump', async () => {
    const { text } = await pdfOf(sourceOf(esketamineVisit()), 'letter');
    expect(text).toMatch(/28 mg 15:03, lot L-76;[\s\S]*28 mg 15:08/);
    expect(text).not.toContain('pump\t');
  });
});

const isOnePage = ({ pages }: ReadPdf): boolean =>
  pages[0]!.lines.includes('Signatures') && pages[1]!.lines[1] === 'Chart';

describe('REC-136 the summary is one page', () => {
  const alerts = Array.from({ length: 200 }, (_, index): PastAlert => ({
    ...{ alertId: `a${index}`, kind: 'spo2-low', priority: index % 9 === 0 ? 'high' : 'medium' },
    ...{
      text: `SpO₂ ${70 + (index % 20)} < 90`,
      onsetAt: STARTED_AT + index * 20_000,
      endedAt: STARTED_AT + index * 20_000 + 9_000,
    },
  }));

  test('REC-136 REC-139 with 200 alerts too, and all of them stand in the details', async () => {
    const pdf = await pdfOf(withRecord({ alerts }));
    expect(isOnePage(pdf)).toBe(true);
    expect(pdf.pages[0]!.lines.join('\n')).toMatch(/\d+ more in the details\./);
    const rows = pdf.pages
      .slice(2)
      .flatMap(({ lines }) => lines.filter((line) => /^\d\d:\d\d:\d\d\t\d\d:\d\d:\d\d\t9 s\t/.test(line)));
    expect(rows).toHaveLength(200);
  });

  test('REC-136 with very long names and a page of contradictions', async () => {
    const contradictions = Array.from({ length: 30 }, (_, index) =>
      `${index + 1}. The pump and the estimate do not agree. `.repeat(2).trim(),
    );
    const name = `${'Wolfeschlegelsteinhausenbergerdorff '.repeat(6)}${'x'.repeat(300)}`;
    for (const paper of PAPERS) {
      const pdf = await pdfOf(withRecord({ contradictions, alerts }, { ...PATIENT, name }), paper);
      expect(isOnePage(pdf)).toBe(true);
      const first = pdf.pages[0]!.lines.slice(1).join('');
      expect([first.match(/Wolfe/g)?.length, first.match(/x/g)!.length]).toEqual([
        6,
        expect.toSatisfy((n) => n >= 300),
      ]);
      for (const each of contradictions) expect(squeezed(pdf.pages[0]!.lines.join(''))).toContain(squeezed(each));
      for (const page of pdf.pages) expect(page.right).toBeLessThan(page.width - 30);
    }
  });

  test('REC-136 whatever happened in a visit: a PDF is made, and its summary is one page', async () => {
    await fc.assert(
      fc.asyncProperty(anyStart, anySteps, fc.constantFrom(...PAPERS), async (start, steps, paper) => {
        const visit = start.copy();
        for (const step of steps) go(visit, step);
        if (visit.state.phase.name !== 'ended') {
          const end = visit.ask({ type: 'visit:end', ending: 'transferred', reason: 'as agreed' }, provider);
          fc.pre(end.ok);
          if (end.ok) for (const body of end.value) visit.record(body, provider);
        }
        const pdf = await pdfOf(sourceOf(visit.events), paper);
        expect(isOnePage(pdf)).toBe(true);
        for (const page of pdf.pages) expect(page.right).toBeLessThan(page.width - 30);
      }),
      { numRuns: 8 },
    );
  });
});

describe('REC-139 nothing that somebody wrote is cut or dropped', () => {
  const note = (text: string) => {
    const entry = { kind: 'note', text } as const;
    const event = endedVisit().find(({ type }) => type === 'entry-recorded') as Extract<
      VisitEvent,
      { type: 'entry-recorded' }
    >;
    return endedVisit().map((each) => (each === event ? { ...event, entry } : each));
  };

  test('REC-139 a note of 2,000 letters, with and without a space to break at', async () => {
    for (const text of [
      `${'She said that it was lighter now. '.repeat(60)}`.slice(0, 1_999).trim(),
      'W'.repeat(2_000),
    ]) {
      const pdf = await pdfOf(sourceOf(note(text)));
      const letters = squeezed(
        pdf.pages
          .slice(1)
          .flatMap(({ lines }) => lines)
          .join(''),
      );
      expect(letters).toContain(squeezed(text).slice(0, 60));
      const all = pdf.pages
        .slice(2)
        .flatMap(({ lines }) => lines)
        .join('');
      expect(all.match(/lighter|W/g)?.length).toBeGreaterThanOrEqual(text.match(/lighter|W/g)!.length);
      for (const page of pdf.pages) expect(page.right).toBeLessThan(page.width - 30);
    }
  });

  test.each([
    ['Łukasz Žižka-Sørensen', 'Łukasz Žižka-Sørensen'],
    ['Анна Петрова', 'Анна Петрова'],
    ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
    ['王小明', '[U+738B][U+5C0F][U+660E]'],
    ['שרה', '[U+05E9][U+05E8][U+05D4]'],
    ['Ada \u202Eevil 😀', 'Ada [U+202E]evil [U+1F600]'],
  ])('REC-139 %s', async (name, shown) => {
    const bytes = reportPdf(withRecord({}, { ...PATIENT, name }), { paper: 'a4' });
    expect((await readPdf(bytes)).pages[0]!.lines).toContainEqual(
      expect.stringMatching(`^${shown.replaceAll(/[[\]+]/g, '\\$&')}\t`),
    );
  });

  test('REC-139 the letters themselves are in the structure, for who reads it aloud', () => {
    const bytes = Buffer.from(reportPdf(withRecord({}, { ...PATIENT, name: 'שרה' }), { paper: 'a4' }));
    expect(
      bytes.includes(
        Buffer.concat([Buffer.from('/ActualText (\u00FE\u00FF', 'latin1'), Buffer.from('שרה', 'utf16le').swap16()]),
      ),
    ).toBe(true);
  });
});
