/** What a screen may ask of the clinic's quality. */
import * as z from 'zod/mini';
import { instant } from './alone-schemas.ts';
import { idText } from './bounded.ts';
import type { QualityFilter, QualityRequests } from './quality.ts';

type Payload<Event extends keyof QualityRequests> = Parameters<QualityRequests[Event]>[0];

export const qualityFilterSchema = z.strictObject({
  from: z.exactOptional(instant),
  before: z.exactOptional(instant),
  protocolId: z.exactOptional(idText),
  imported: z.exactOptional(z.literal(true)),
}) satisfies z.ZodMiniType<QualityFilter>;

export const qualitySchemas = {
  'quality:weeks': qualityFilterSchema,
} satisfies { [Event in keyof QualityRequests]: z.ZodMiniType<Payload<Event>> };
