/** Parsing at an edge: a value of the schema's type, or a sentence that names the field at fault. */
import type * as z from 'zod/mini';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

type Issue = z.core.$ZodIssue;

/** Deeper nesting than any message needs; parsing recurses, so this is what keeps a hostile one from the stack's end. */
const MAX_DEPTH = 24;

/**
 * @param what the message's name as the sender knows it: `visit:command`
 * @returns the parsed value, or a `malformed` refusal that names the first field at fault. Never throws.
 */
export function parse<T>(schema: z.ZodMiniType<T>, value: unknown, what: string): Result<T> {
  if (value === undefined) return refuse('malformed', `${what}: the message is missing.`);
  if (isDeeperThan(value, MAX_DEPTH)) return refuse('malformed', `${what}: nested more than ${MAX_DEPTH} deep.`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return accept(parsed.data);
  const issue = parsed.error.issues[0];
  return refuse('malformed', `${what}: ${issue ? sentence(issue) : 'not understood'}.`);
}

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    // Binary has no depth, and thousands of values.
    level = level.flatMap((v) =>
      typeof v === 'object' && v !== null && !ArrayBuffer.isView(v) ? Object.values(v) : [],
    );
  }
  return false;
}

function sentence(issue: Issue): string {
  const field = issue.path.length === 0 ? 'the message' : `"${issue.path.map(String).join('.')}"`;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const inside = issue.path.length === 0 ? 'this message' : field;
      return `unknown key ${issue.keys.map((key) => `"${key.slice(0, 60)}"`).join(', ')} in ${inside}`;
    }
    case 'invalid_type':
      return `${field} must be ${article(issue.expected)}`;
    case 'invalid_value':
      return `${field} must be ${oneOf(issue.values)}`;
    case 'too_small':
      return `${field} must ${size(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `${field} must ${size(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `${field} must be ${oneOf(issue.options)}`
        : nearest(issue, field);
    case 'invalid_format':
      return `${field} ${issue.format === 'date' ? 'must be a date like 1980-05-31' : 'has characters or a form not allowed here'}`;
    case 'custom':
      return `${field} ${issue.message}`;
    default:
      return `${field} is not understood`;
  }
}

/** Of a plain union's branches, the one that came furthest says most. */
function nearest(issue: Issue & { code: 'invalid_union' }, field: string): string {
  const deepest = issue.errors
    .flat()
    .sort((a, b) => b.path.length - a.path.length)
    .at(0);
  return deepest === undefined || deepest.path.length === 0
    ? `${field} has none of the forms allowed here`
    : sentence({ ...deepest, path: [...issue.path, ...deepest.path] });
}

const article = (expected: string): string => (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`);
const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.map((v) => String(v)).join(', ')}`;

function size(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'not be empty' : `have ${bound} ${limit} characters`;
  if (origin === 'array') return `have ${bound} ${limit} items`;
  return `be ${bound} ${limit}`;
}
