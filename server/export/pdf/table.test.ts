import { expect, test } from 'vitest';
import { readPdf } from '../../../tests/support/read-pdf.ts';
import { Sheet } from './sheet.ts';
import { table } from './table.ts';

const OPTIONS = { paper: 'a4', title: 't', subject: 's', author: 'a', createdAt: 0 } as const;

test('REC-139 a row that is longer than a page goes on on the next, under the same titles, and nothing of it is missing', async () => {
  const sheet = new Sheet(OPTIONS);
  const words = Array.from({ length: 4_000 }, (_, index) => `w${index}`);
  const columns = [
    { title: 'Time', share: 1 },
    { title: 'What', share: 4 },
  ];
  table(sheet, columns, [{ cells: ['14:00', words.join(' ')] }, { cells: ['14:01', 'after it'] }]);
  const { pages } = await readPdf(sheet.finish(() => undefined));
  expect(pages.length).toBeGreaterThan(3);
  for (const { lines, height, bottom } of pages) {
    expect(lines[0]).toBe('Time\tWhat');
    expect(bottom).toBeLessThan(height - 40);
  }
  const lines = pages.flatMap((page) => page.lines).filter((line) => line !== 'Time\tWhat');
  expect(lines[0]).toMatch(/^14:00\tw0 w1 /);
  expect(lines.at(-1)).toBe('14:01\tafter it');
  expect(lines.slice(0, -1).join(' ').replace('14:00\t', '').split(' ')).toEqual(words);
});

test('REC-139 a row that a page can hold is not split between two', async () => {
  const sheet = new Sheet(OPTIONS);
  const rows = Array.from({ length: 90 }, (_, index) => ({ cells: [`${index}`, `first ${index}\nsecond ${index}`] }));
  table(
    sheet,
    [
      { title: 'N', share: 1 },
      { title: 'What', share: 4 },
    ],
    rows,
  );
  const { pages } = await readPdf(sheet.finish(() => undefined));
  expect(pages.length).toBeGreaterThan(1);
  for (const { lines } of pages) {
    expect(lines[1]).toContain('first');
    expect(lines.at(-1)).toContain('second');
  }
});
