/** docs/SPEC.md and the tests hold each other: every rule has a test, every rule a test cites exists. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const RULE = /\b(PH|AL|JR|WS|DV|UI|SEC|REC|ND|OP)-(\d+)\b/g;
const spec = readFileSync('docs/SPEC.md', 'utf8');
const rules = [...spec.matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map((match) => match[1] ?? '');

/** Titles only: a rule mentioned in a comment is not a proof. */
const TITLE = /\b(?:test|it|describe)(?:\.each(?:<[\s\S]*?>)?\([\s\S]*?\))?\(\s*(['"`])((?:(?!\1)[\s\S])*?)\1/g;
const cited = new Map<string, string[]>();
for (const file of globSync(['{src,server,tests}/**/*.test.ts', 'tests/e2e/**/*.e2e.ts']))
  for (const title of readFileSync(file, 'utf8').matchAll(TITLE))
    for (const rule of (title[2] ?? '').matchAll(RULE)) cited.set(rule[0], [...(cited.get(rule[0]) ?? []), file]);

describe('REC-80 SPEC and tests agree', () => {
  test('no rule number is used twice', () => {
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });
  test('every rule has a test whose title cites it', () => {
    expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
  });
  test('every rule a test cites stands in SPEC', () => {
    expect([...cited.keys()].filter((rule) => !rules.includes(rule))).toEqual([]);
  });
});
