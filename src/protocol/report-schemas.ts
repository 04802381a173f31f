/** What a screen may ask of a record. */
import * as z from 'zod/mini';
import { idText } from './bounded.ts';
import type { ReportRequests } from './report.ts';

type Payload<Event extends keyof ReportRequests> = Parameters<ReportRequests[Event]>[0];

export const reportSchemas = {
  'report:visit': z.strictObject({ visitId: idText }),
} satisfies { [Event in keyof ReportRequests]: z.ZodMiniType<Payload<Event>> };
