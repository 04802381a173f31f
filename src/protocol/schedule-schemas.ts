/** What a screen may ask of the schedule. */
import * as z from 'zod/mini';
import type { PlannedVisit } from '#core/schedule/plan.ts';
import { instant } from './alone-schemas.ts';
import { durationMs, idText, numberIn, reasonText, shortText } from './bounded.ts';
import type { ScheduleRequests, WirePlanCommand } from './schedule.ts';
import { patientSchema } from './visit-command-schema.ts';

type Payload<Event extends keyof ScheduleRequests> = Parameters<ScheduleRequests[Event]>[0];

const plan = z.strictObject({
  chairId: idText,
  startsAt: instant,
  lengthMs: durationMs,
  protocolId: idText,
  setUp: z.strictObject({
    weightKg: z.exactOptional(numberIn(1, 500)),
    doseMgPerKg: z.exactOptional(numberIn(0.001, 20)),
    doseMg: z.exactOptional(numberIn(0.1, 2_000)),
    ride: z.exactOptional(z.strictObject({ name: shortText, phone: shortText })),
  }),
  note: z.exactOptional(reasonText),
}) satisfies z.ZodMiniType<PlannedVisit>;

export const planCommandSchemas = [
  z.strictObject({
    type: z.literal('plan:make'),
    plan,
    patient: patientSchema,
    confirmed: z.exactOptional(z.boolean()),
  }),
  z.strictObject({
    type: z.literal('plan:change'),
    planId: idText,
    plan,
    patient: z.exactOptional(patientSchema),
    confirmed: z.exactOptional(z.boolean()),
  }),
  z.strictObject({ type: z.literal('plan:cancel'), planId: idText, reason: reasonText }),
  z.strictObject({ type: z.literal('plan:missed'), planId: idText }),
] as const satisfies readonly z.ZodMiniType<WirePlanCommand>[];

export const scheduleSchemas = {
  'schedule:day': z.strictObject({ from: instant, before: instant }),
  'visit:begin': z.strictObject({
    commandId: idText,
    chairId: idText,
    planId: idText,
    confirmed: z.exactOptional(z.boolean()),
  }),
  'visit:namesakes': z.strictObject({ visitId: idText }),
} satisfies { [Event in keyof ScheduleRequests]: z.ZodMiniType<Payload<Event>> };
