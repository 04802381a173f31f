/** The verdicts as lines for a person or one line of JSON for a program. */
import type { Verdict } from './run-check.ts';

const PAGE = 'docs/adapter-protocol.md';

export function reportText(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ rule }) => rule.name.length));
  const lines = verdicts.flatMap(({ rule, verdict, wrong }) => {
    const hint = verdict === 'not seen' && rule.toSee !== undefined ? ` (${rule.toSee})` : '';
    const line = `${verdict.padEnd(8)}  ${rule.name.padEnd(width)}  ${rule.says}${hint}`;
    const see = `see ${PAGE}, "${rule.section}"; docs/SPEC.md, ${rule.spec}`;
    return verdict === 'wrong' ? [line, ...[...wrong, see].map((what) => `${' '.repeat(width + 12)}${what}`)] : [line];
  });
  return [...lines, '', summary(verdicts)].join('\n');
}

function summary(verdicts: readonly Verdict[]): string {
  const count = (verdict: Verdict['verdict']): number => verdicts.filter((each) => each.verdict === verdict).length;
  const [wrong, unseen] = [count('wrong'), count('not seen')];
  const rest = unseen > 0 ? `, ${unseen} not seen` : '';
  return wrong === 0
    ? `Nothing wrong: ${count('ok')} rules kept${rest}.`
    : `${wrong} ${wrong === 1 ? 'rule is' : 'rules are'} broken, ${count('ok')} kept${rest}.`;
}

export const reportJson = (verdicts: readonly Verdict[]): string =>
  JSON.stringify({
    ok: verdicts.every(({ verdict }) => verdict !== 'wrong'),
    verdicts: verdicts.map(({ rule: { name, says, section, spec }, verdict, wrong }) => ({
      rule: name,
      verdict,
      says,
      wrong,
      section,
      spec,
    })),
  });
