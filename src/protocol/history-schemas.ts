/** What a screen may ask of past visits. */
import * as z from 'zod/mini';
import { ENDINGS } from '#core/phase.ts';
import { instant } from './alone-schemas.ts';
import { idText, intIn, shortText } from './bounded.ts';
import type { HistoryFilter, HistoryRequests } from './history.ts';

type Payload<Event extends keyof HistoryRequests> = Parameters<HistoryRequests[Event]>[0];

const filter = z.strictObject({
  name: z.exactOptional(shortText),
  from: z.exactOptional(instant),
  before: z.exactOptional(instant),
  chairId: z.exactOptional(idText),
  ending: z.exactOptional(z.enum(ENDINGS)),
  hadHigh: z.exactOptional(z.literal(true)),
}) satisfies z.ZodMiniType<HistoryFilter>;

export const historySchemas = {
  'records:unsigned': z.strictObject({}),
  'history:list': z.strictObject({
    filter,
    after: z.exactOptional(z.string().check(z.maxLength(40), z.regex(/^\d{1,16}\.\d{1,16}$/))),
  }),
  'history:visit': z.strictObject({ visitId: idText }),
  'history:events': z.strictObject({ visitId: idText, after: intIn(0, Number.MAX_SAFE_INTEGER) }),
} satisfies { [Event in keyof HistoryRequests]: z.ZodMiniType<Payload<Event>> };
