/** A level's condition as a person reads it: `SpO₂ ≤ 85`, `SYS ≥ 160 or DIA ≥ 100`. */
import { isUpper, resolve } from '../alerts/condition.ts';
import { COMPARISON_SIGN, PARAMETER_LABEL } from '../alerts/text.ts';
import type { Condition, Threshold } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';

type Leaf = Extract<Condition, { readonly than: Threshold }>;

export function conditionText(condition: Condition, baseline: Baseline | undefined): string {
  if ('all' in condition) return partsText(condition.all, 'all', baseline);
  if ('any' in condition) return partsText(condition.any, 'any', baseline);
  return leafText(condition, baseline);
}

/** Of several comparisons of one number the one that decides. */
function partsText(parts: readonly Condition[], kind: 'all' | 'any', baseline: Baseline | undefined): string {
  const texts = parts
    .filter((part, index) => !parts.some((other, i) => i !== index && decides(other, part, kind, baseline)))
    .map((part) => conditionText(part, baseline));
  return texts.join(kind === 'all' ? ' and ' : ' or ');
}

function decides(a: Condition, b: Condition, kind: 'all' | 'any', baseline: Baseline | undefined): boolean {
  if (!('of' in a) || !('of' in b) || a.of !== b.of || isUpper(a.is) !== isUpper(b.is)) return false;
  const [limitA, limitB] = [resolve(a.than, a.of, baseline), resolve(b.than, b.of, baseline)];
  if (limitA === undefined || limitB === undefined) return false;
  const isFurther = isUpper(a.is) ? limitA > limitB : limitA < limitB;
  return limitA !== limitB && (kind === 'all' ? isFurther : !isFurther);
}

/** What is measured is a whole number: rounded so, what is written is as true as the rule. */
function leafText({ of, is, than }: Leaf, baseline: Baseline | undefined): string {
  const limit = resolve(than, of, baseline);
  const figure =
    limit === undefined ? relative(than) : String(is === '>' || is === '<=' ? Math.floor(limit) : Math.ceil(limit));
  return `${PARAMETER_LABEL[of]} ${COMPARISON_SIGN[is]} ${figure}`;
}

function relative(than: Threshold): string {
  if (typeof than === 'number') return String(than);
  if ('baselinePlus' in than) return `baseline ${than.baselinePlus < 0 ? '−' : '+'} ${Math.abs(than.baselinePlus)}`;
  if ('baselineTimes' in than) return `baseline × ${than.baselineTimes}`;
  return String(than.then);
}
