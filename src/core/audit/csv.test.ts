import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRow } from './csv.ts';

/** As RFC 4180 is read: quotes doubled inside quotes, a row ends with CRLF outside of them. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') cell += text[at++];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === ',' || (char === '\r' && text[at + 1] === '\n'))) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\r') {
        at++;
        rows.push([]);
      }
    } else cell += char;
  }
  return rows.slice(0, -1);
}

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
