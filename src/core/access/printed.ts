/** Both tables as docs/SPEC.md prints them. A test holds the print to the code. */
import { AUTHORITY } from '../authority.ts';
import type { Giver } from '../authority.ts';
import { ROLES } from '../actor.ts';
import { SEEN_BY } from './may-see.ts';
import type { Lookers } from './may-see.ts';
import { REQUEST_RULES } from './requests.ts';
import type { RequestRule } from './requests.ts';

const GIVERS: readonly Giver[] = [...ROLES, 'screen'];
const PLACES = ['chair', 'station', 'anywhere'] as const;

/** Acts with the same givers stand in one row, in the order of the code. */
export function printedAuthority(): string {
  const rows = new Map<string, string[]>();
  for (const [act, givers] of Object.entries(AUTHORITY)) {
    const key = GIVERS.map((giver) => mark(givers.includes(giver))).join(' | ');
    rows.set(key, [...(rows.get(key) ?? []), `\`${act}\``]);
  }
  return table(
    ['Nurse', 'Provider', 'Administrator', 'Nobody, or locked: own chair', 'Acts'],
    [...rows].map(([key, acts]) => `${key} | ${acts.join(', ')}`),
  );
}

export function printedReads(): string {
  const rows = Object.entries(SEEN_BY).map(([seen, { at, by }]: [string, Lookers]) => {
    const marks = [...PLACES.map((place) => at.includes(place)), ...ROLES.map((role) => by.includes(role))];
    return `${seen} | ${marks.map(mark).join(' | ')} | ${requestsOf(seen)}`;
  });
  const head = ['Seen', 'Chair’s screen', 'Station', 'Demo', 'Nurse', 'Provider', 'Administrator', 'By the requests'];
  return table(head, rows);
}

const requestsOf = (seen: string): string =>
  Object.entries(REQUEST_RULES)
    .filter(([, rule]) => seenBy(rule).includes(seen))
    .map(([request]) => `\`${request}\``)
    .join(', ');

function seenBy(rule: RequestRule): readonly string[] {
  if (rule === 'chair' || rule === 'visit') return ['own-chair', 'other-chair'];
  return typeof rule === 'object' && 'see' in rule ? [rule.see] : [];
}

const mark = (may: boolean): string => (may ? 'yes' : '–');

const table = (head: readonly string[], rows: readonly string[]): string =>
  [head.join(' | '), head.map(() => '---').join(' | '), ...rows].map((row) => `| ${row} |`).join('\n');
