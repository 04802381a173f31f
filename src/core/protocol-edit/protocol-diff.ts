/** What one protocol has that another has not: every line a nurse or a provider would want to be told. */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { Direction, FieldGroup, LocatedField } from './field.ts';
import { opposite } from './field.ts';
import { locatedFields, withValueAt } from './fields.ts';
import { figureText } from './unit.ts';

export interface DiffLine {
  readonly path: string;
  /** `structure`: what no page edits, a condition's shape or a text. */
  readonly group: FieldGroup | 'structure';
  readonly of: string;
  readonly title: string;
  /** With its unit; `—` where there was none. */
  readonly from: string;
  readonly to: string;
  /** What the change means, where that can be known. */
  readonly direction?: Direction;
}

const NONE = '—';
/** In place of a number, which has a line of its own. */
const NUMBER = 'its number';

/** Empty for two that are the same but for their version. */
export function protocolDiff(before: ClinicalProtocol, after: ClinicalProtocol): readonly DiffLine[] {
  const [old, now] = [locatedFields(before), locatedFields(after)];
  const oldBy = new Map(old.map((field) => [field.path, field]));
  const nowBy = new Map(now.map((field) => [field.path, field]));
  const lines = [
    ...now.flatMap((field) => fieldLine(oldBy.get(field.path), field) ?? []),
    ...old.flatMap((field) => (nowBy.has(field.path) ? [] : [line(field, figureText(field.value, field.unit), NONE)])),
  ];
  return [...lines, ...structureLines(blanked(before, old), blanked(after, now))];
}

function fieldLine(old: LocatedField | undefined, field: LocatedField): DiffLine | undefined {
  if (old?.value === field.value) return undefined;
  const to = figureText(field.value, field.unit);
  if (!old) return line(field, NONE, to);
  const direction = field.up && (field.value > old.value ? field.up : opposite(field.up));
  return { ...line(field, figureText(old.value, old.unit), to), ...(direction && { direction }) };
}

const line = ({ path, group, of, title }: LocatedField, from: string, to: string): DiffLine => ({
  ...{ path, group, of, title, from, to },
});

/** What is left of a protocol without its numbers. */
const blanked = (protocol: ClinicalProtocol, fields: readonly LocatedField[]): unknown =>
  fields
    .flatMap(({ places }) => places)
    .reduce<unknown>((whole, place) => withValueAt(whole, place, null), { ...protocol, version: null });

function structureLines(before: unknown, after: unknown): readonly DiffLine[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path): readonly DiffLine[] => {
    const [from = NONE, to = NONE] = [old.get(path), now.get(path)];
    if (from === to || [from, to].every((each) => each === NONE || each === NUMBER)) return [];
    return [{ path, group: 'structure', of: 'Not a number', title: path, from, to }];
  });
}

/** Every end of it by its path. */
function flat(part: unknown, path = ''): Map<string, string> {
  if (typeof part !== 'object' || part === null) return new Map([[path, part === null ? NUMBER : String(part)]]);
  const entries = Object.entries(part);
  // Without it, a part that is there and empty would look like one that is not there.
  if (entries.length === 0) return new Map([[path, Array.isArray(part) ? '[]' : '{}']]);
  return new Map(entries.flatMap(([key, value]) => [...flat(value, path === '' ? key : `${path}.${key}`)]));
}
