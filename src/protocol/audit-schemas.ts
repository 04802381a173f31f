/** What an administrator's page may ask of the audit. */
import * as z from 'zod/mini';
import { AUDIT_KINDS } from '#core/audit/audit-line.ts';
import { instant } from './alone-schemas.ts';
import type { AuditFilter, AuditRequests } from './audit.ts';
import { idText, shortText } from './bounded.ts';

type Payload<Event extends keyof AuditRequests> = Parameters<AuditRequests[Event]>[0];

export const auditFilterSchema = z.strictObject({
  from: z.exactOptional(instant),
  before: z.exactOptional(instant),
  person: z.exactOptional(shortText),
  place: z.exactOptional(shortText),
  kind: z.exactOptional(z.enum(AUDIT_KINDS)),
  visitId: z.exactOptional(idText),
}) satisfies z.ZodMiniType<AuditFilter>;

export const auditSchemas = {
  'audit:list': z.strictObject({
    filter: auditFilterSchema,
    after: z.exactOptional(z.string().check(z.maxLength(60), z.regex(/^\d{1,16}\.\d{1,16}\.\d{1,16}$/))),
  }),
  'sheet:open': z.strictObject({ visitId: idText }),
} satisfies { [Event in keyof AuditRequests]: z.ZodMiniType<Payload<Event>> };
