/** docs/SPEC.md prints who may do and see what; the print is the code's own. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printedAuthority, printedReads } from '#core/access/printed.ts';

const spec = readFileSync('docs/SPEC.md', 'utf8');
const between = (name: string): string =>
  new RegExp(`<!-- ${name} -->\\n+([\\s\\S]*?)\\n+<!-- /${name} -->`).exec(spec)?.[1] ?? '';

test.each([
  ['acts', printedAuthority],
  ['reads', printedReads],
])('SEC-85 the table of %s in SPEC is the one in the code: put the text below between its markers', (name, print) => {
  expect(between(name)).toBe(print());
});
