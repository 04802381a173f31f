/**
 * A visit that is over as a file: everything the journal holds of it, to be read by people and programs and to be put into another
 * clinic's journal (docs/exchange.md). `format` and `version` stand first; a changed shape gets the next version.
 */
import * as z from 'zod/mini';
import { ROLES } from '#core/actor.ts';
import { refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { idText, intIn, shortText } from './bounded.ts';
import { parse } from './malformed.ts';

export const VISIT_FORMAT = 'vigil-visit';
export const VISIT_FORMAT_VERSION = 1;
/** More than any visit has: a day with four readings a second. */
const MOST_EVENTS = 400_000;

const instant = intIn(0, 8.64e15);
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const actor = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('staff'),
    staffId: idText,
    name: z.string().check(z.maxLength(200)),
    role: z.enum(ROLES),
    screenId: idText,
  }),
  z.looseObject({ kind: z.literal('screen'), screenId: idText }),
  z.looseObject({ kind: z.literal('adapter'), adapterId: idText }),
  z.looseObject({ kind: z.literal('system') }),
]);

const fileEvent = z.strictObject({
  seq: intIn(1, MOST_EVENTS),
  type: idText,
  version: intIn(1, 1_000),
  at: instant,
  actor,
  body: z.record(z.string(), z.unknown()),
  hash,
});

const visitFile = z.strictObject({
  format: z.literal(VISIT_FORMAT),
  version: z.literal(VISIT_FORMAT_VERSION),
  site: z.strictObject({ siteId: idText, name: shortText, timeZone: shortText, demo: z.boolean() }),
  visitId: idText,
  patient: z.nullable(
    z.strictObject({
      patientId: idText,
      name: shortText,
      birthDate: z.iso.date(),
      recordNumber: z.exactOptional(shortText),
    }),
  ),
  chairs: z.array(z.strictObject({ chairId: idText, name: shortText, from: instant })).check(z.maxLength(1_000)),
  events: z.array(fileEvent).check(z.minLength(1), z.maxLength(MOST_EVENTS)),
  hash,
});

type Read<T> = T extends object ? { readonly [Key in keyof T]: Read<T[Key]> } : T;
/** `body` holds what the event says beside its type, instant and actor; of a reading `source` and `reading`. */
export type FileEvent = Read<z.infer<typeof fileEvent>>;
/** `hash`, of each event: SHA-256 over it and the hash before, with the site's id; of the file: over its head and the last one (docs/exchange.md says how). */
export type VisitFile = Read<z.infer<typeof visitFile>>;

/** @param text as it was read. The values are the file's own, in its own order: the chain is made over them. */
export function parseVisitFile(text: string): Result<VisitFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('malformed', `The file is not JSON (${(error as Error).message}).`);
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== VISIT_FORMAT)
    return refuse('malformed', `The file is no visit of Vigil: its "format" is not "${VISIT_FORMAT}".`);
  if (typeof version === 'number' && version > VISIT_FORMAT_VERSION)
    return refuse(
      'other-build',
      `The file is of a newer Vigil (format version ${version}; this Vigil knows ${VISIT_FORMAT_VERSION}). Use that one.`,
    );
  const parsed = parse(visitFile, value, 'The file');
  return parsed.ok ? { ok: true, value: value as VisitFile } : parsed;
}
