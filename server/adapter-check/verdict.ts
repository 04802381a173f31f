/** What came of a rule: it was kept, broken in these ways, or there was nothing to judge it by. */
import type { Evidence } from './evidence.ts';

export interface Finding {
  readonly isSeen: boolean;
  /** A sentence each, with the field and its value. */
  readonly wrong: readonly string[];
}

export type Judge = (evidence: Evidence) => Finding;

/** So many examples of one mistake say enough. */
const EXAMPLES = 5;

/** Equal sentences once, with how often; of many, the first few. */
export function finding(isSeen: boolean, wrong: readonly string[]): Finding {
  const counts = new Map<string, number>();
  for (const what of wrong) counts.set(what, (counts.get(what) ?? 0) + 1);
  const said = [...counts].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`));
  const more = said.length - EXAMPLES;
  return {
    isSeen: isSeen || wrong.length > 0,
    wrong: [...said.slice(0, EXAMPLES), ...(more > 0 ? [`and ${more} more`] : [])],
  };
}

/** A value in a finding: short, on one line. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
