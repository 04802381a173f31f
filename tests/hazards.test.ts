/** docs/hazards.md: a control without a SPEC rule, or with a rule that has no test, is not a control. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const spec = readFileSync('docs/SPEC.md', 'utf8');
const rows = readFileSync('docs/hazards.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| H\d+/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', hazard = '', cause = '', control = '', rules = '']) => ({
    id,
    hazard,
    cause,
    control,
    rules: rules.match(/[A-Z]+-\d+/g) ?? [],
  }));

describe('REC-82 every hazard control stands on a tested rule', () => {
  test('the table is there', () => {
    expect(rows.length).toBeGreaterThan(9);
  });
  test.each(rows)('$id $hazard', ({ cause, control, rules }) => {
    expect(cause).not.toBe('');
    expect(control).not.toBe('');
    expect(rules).not.toEqual([]);
    // tests/spec.test.ts proves that each rule of SPEC has a test.
    expect(rules.filter((rule) => !spec.includes(`**${rule}**`))).toEqual([]);
  });
});
