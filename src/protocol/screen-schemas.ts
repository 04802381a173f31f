/** What a screen may send, parsed at the socket. One schema an event, by the event's name (docs/SPEC.md, WS). */
import * as z from 'zod/mini';
import { ROLES } from '#core/actor.ts';
import { LEAST_YEARS, MOST_YEARS } from '#core/keeping/retention.ts';
import { instant, watchedAloneShape } from './alone-schemas.ts';
import { idText, intIn, reasonText, shortText } from './bounded.ts';
import { clinicalProtocolSchema } from './clinical-protocol-schema.ts';
import { auditSchemas } from './audit-schemas.ts';
import { historySchemas } from './history-schemas.ts';
import { qualitySchemas } from './quality-schemas.ts';
import { reportSchemas } from './report-schemas.ts';
import { seriesSchemas } from './series-schemas.ts';
import { exchangeSchemas } from './exchange-schemas.ts';
import { keepingSchemas } from './keeping-schemas.ts';
import { protocolSchemas } from './protocol-schemas.ts';
import { planCommandSchemas, scheduleSchemas } from './schedule-schemas.ts';
import type { Place, ScreenHandshake, ScreenToServer, WireSiteCommand } from './screen-events.ts';
import { patientSchema, visitCommandSchema } from './visit-command-schema.ts';
import { whatIfSchemas } from './what-if-schemas.ts';

const protocolVersion = z.string().check(z.maxLength(16), z.regex(/^\d{1,4}\.\d{1,4}$/));

export const screenHandshakeSchema = z.strictObject({
  protocol: protocolVersion,
  build: shortText,
  waits: z.exactOptional(z.literal(true)),
  screenId: z.exactOptional(idText),
}) satisfies z.ZodMiniType<ScreenHandshake>;

const years = z.nullable(intIn(LEAST_YEARS, MOST_YEARS));

const siteCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('chair:add'), name: shortText }),
  z.strictObject({ type: z.literal('chair:rename'), chairId: idText, name: shortText }),
  z.strictObject({ type: z.literal('chair:remove'), chairId: idText }),
  z.strictObject({
    type: z.literal('device:register'),
    deviceId: idText,
    model: idText,
    label: shortText,
    emulated: z.boolean(),
  }),
  z.strictObject({ type: z.literal('device:bind'), deviceId: idText, chairId: idText }),
  z.strictObject({ type: z.literal('device:release'), deviceId: idText }),
  z.strictObject({
    type: z.literal('device:move'),
    deviceId: idText,
    chairId: idText,
    insteadOf: z.exactOptional(idText),
  }),
  z.strictObject({ type: z.literal('device:retire'), deviceId: idText }),
  z.strictObject({ type: z.literal('device:control'), deviceId: idText, allowed: z.boolean() }),
  z.strictObject({
    type: z.literal('protocol:publish'),
    protocol: clinicalProtocolSchema,
    reason: z.exactOptional(reasonText),
    approvedBy: z.exactOptional(shortText),
  }),
  z.strictObject({ type: z.literal('day:close') }),
  z.strictObject({ type: z.literal('day:open') }),
  z.strictObject({ type: z.literal('retention:set'), visitYears: years, auditYears: years }),
  z.strictObject({ type: z.literal('visit:hold'), visitId: idText, reason: shortText }),
  z.strictObject({ type: z.literal('visit:release'), visitId: idText }),
  z.strictObject({ type: z.literal('staff:add'), name: shortText, role: z.enum(ROLES) }),
  z.strictObject({
    type: z.literal('staff:remove'),
    staffId: idText,
    confirmed: z.exactOptional(z.boolean()),
  }),
  z.strictObject({
    type: z.literal('screen:remove'),
    screenId: idText,
    confirmed: z.exactOptional(z.boolean()),
  }),
  z.strictObject({ type: z.literal('adapter:remove'), adapterId: idText }),
  ...planCommandSchemas,
]) satisfies z.ZodMiniType<WireSiteCommand>;

/** The payload of each event a screen may send. */
export type ScreenPayload<Event extends keyof ScreenToServer> = Parameters<ScreenToServer[Event]>[0];

const nothing = z.strictObject({});
const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chair'), chairId: idText }),
  z.strictObject({ kind: z.literal('station') }),
]) satisfies z.ZodMiniType<Place>;

export const screenSchemas = {
  'chair:watch': z.strictObject({ chairId: idText }),
  'chair:unwatch': z.strictObject({ chairId: idText }),
  'station:watch': nothing,
  'tiles:watch': nothing,
  'tiles:unwatch': nothing,
  'beside:watch': nothing,
  'beside:unwatch': nothing,
  'pleth:watch': z.strictObject({ chairId: idText }),
  'pleth:unwatch': z.strictObject({ chairId: idText }),
  'device:watch': z.strictObject({ deviceId: idText }),
  'device:unwatch': z.strictObject({ deviceId: idText }),
  'staff:session': z.strictObject({ ticket: idText }),
  'staff:active': nothing,
  'staff:leave': z.strictObject({ staysInCharge: z.exactOptional(z.boolean()) }),
  'waiting:names': nothing,
  'orders:unsigned': nothing,
  'visit:open': z.strictObject({ commandId: idText, chairId: idText, protocolId: idText, patient: patientSchema }),
  'visit:command': z.strictObject({
    commandId: idText,
    visitId: idText,
    command: visitCommandSchema,
    tappedAt: z.exactOptional(instant),
    from: z.exactOptional(z.enum(['station', 'phone'])),
  }),
  'visit:where': z.strictObject({ visitId: idText }),
  'visit:follow': z.strictObject({ visitId: idText }),
  'visit:unfollow': z.strictObject({ visitId: idText }),
  'visit:join': z.strictObject({ commandId: idText, visitId: idText, ...watchedAloneShape }),
  'site:command': z.strictObject({ commandId: idText, command: siteCommandSchema }),
  'screen:sound': z.strictObject({ canSound: z.boolean(), visible: z.boolean(), place }),
  'station:listen': nothing,
  'station:leave-sound': nothing,
  'chair:quiet': z.strictObject({ chairId: idText, quiet: z.boolean() }),
  ...auditSchemas,
  ...historySchemas,
  ...keepingSchemas,
  ...qualitySchemas,
  ...reportSchemas,
  ...seriesSchemas,
  ...exchangeSchemas,
  ...protocolSchemas,
  ...scheduleSchemas,
  ...whatIfSchemas,
} satisfies { [Event in keyof ScreenToServer]: z.ZodMiniType<ScreenPayload<Event>> };
