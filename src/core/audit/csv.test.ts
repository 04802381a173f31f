import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv as read } from '../../../tests/support/read-csv.ts';
import { csvRow } from './csv.ts';

describe('SEC-125 a CSV row is read as it was written, and no cell of it is a formula', () => {
  test('SEC-125 whatever is in the cells', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\r', '\n', ';', '=', '+', '-', '@', '\t', '₂', ' '),
    });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 4 }), (rows) => {
        const back = read(rows.map(csvRow).join(''));
        expect(back.map((cells) => cells.map((each) => each.replace(/^'/, '')))).toEqual(rows);
        for (const each of back.flat()) expect(each).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['＝1', `"'＝1"`],
    ['N. Okafor', '"N. Okafor"'],
    ["'quoted", `"'quoted"`],
    ['', '""'],
  ])('SEC-125 %j', (text, written) => {
    expect(csvRow([text])).toBe(`${written}\r\n`);
  });
});

test('SEC-125 a number is written as one, whatever its sign, and nothing where there is none', () => {
  expect(csvRow(['a', -5, 0.25, undefined, '-5'])).toBe('"a",-5,0.25,,"\'-5"\r\n');
});
