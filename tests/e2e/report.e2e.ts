/** The report of a visit, found, looked at and printed: what comes out of the printer is read back. */
import type { Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';
import { expect as expectPage, test as pages } from './page-fixture.ts';
import { comeAs } from './sign-in.ts';

/** The words of each page. */
async function printed(page: Page, format: 'A4' | 'Letter'): Promise<readonly string[]> {
  const pdf = await getDocument({ data: new Uint8Array(await page.pdf({ format })), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const words = items.flatMap((item) => ('str' in item ? [item.str] : []));
    texts.push(words.join(' ').replaceAll(/\s+/g, ' '));
  }
  return texts;
}

test('UI-373 UI-372 the report is opened from the history, and printed on either paper its summary is one page', async ({
  page,
  clinic,
}) => {
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  await clinic.pass(20_000, () => adapter.spo2(97), 2_000);
  await clinic.pass(30_000, () => adapter.spo2(84), 2_000);
  await nurse.give(
    visitId,
    { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 },
    { type: 'visit:end', ending: 'transferred', reason: 'to the ward' },
  );
  await clinic.clinic.drained();
  await comeAs(page, clinic, 'K. Marsh', 'nurse');
  await page.goto(`${clinic.url}/history`);
  await page.getByRole('link', { name: /^Report of/ }).click();

  await expect(page.getByRole('heading', { level: 1, name: /Byron/ })).toBeVisible();
  await expect(page.getByText('This record is not signed.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText('SpO₂ 84');
  await expect(page.getByRole('img', { name: /^Chart from/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);

  for (const format of ['A4', 'Letter'] as const) {
    const texts = await printed(page, format);
    expect(texts[0]).toMatch(/Byron.*to the ward.*NOT SIGNED/);
    expect(texts[1]).toMatch(/Chart/);
    for (const [index, text] of texts.entries()) {
      expect(text).toContain(`Visit ${visitId}`);
      expect(text).toContain(`Page ${index + 1} of ${texts.length}`);
    }
    // What is only for a screen is not printed.
    expect(texts.join(' ')).not.toMatch(/Close the record|PDF A4/);
  }
  await page.goto(`${clinic.url}/rems/${visitId}`);
  await expect(page.getByRole('heading', { name: 'This visit has no REMS form' })).toBeVisible();
});

pages(
  'UI-372 UI-375 UI-376 however much a visit holds, its summary is one page, and so is the REMS form',
  async ({ page, pagesUrl }) => {
    await page.goto(`${pagesUrl}/components?page=report&loaded`);
    await expectPage(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const format of ['A4', 'Letter'] as const) {
      const texts = await printed(page, format);
      expectPage(texts[0]).toMatch(/more in the details.*NOT SIGNED/);
      expectPage(texts[0]).not.toMatch(/Vitals, every 5 min/);
      expectPage(texts[1]).toMatch(/Chart Before Infusion/);
      expectPage(texts[1]).not.toContain('Record signed');
      for (const text of texts) expectPage(text).toContain('DEMO');
    }
    await page.goto(`${pagesUrl}/components?page=rems`);
    await expectPage(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const format of ['A4', 'Letter'] as const) expectPage(await printed(page, format)).toHaveLength(1);
  },
);
