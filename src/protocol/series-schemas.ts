/** What a screen may ask of a patient's series. */
import * as z from 'zod/mini';
import { idText } from './bounded.ts';
import type { SeriesRequests } from './series.ts';

type Payload<Event extends keyof SeriesRequests> = Parameters<SeriesRequests[Event]>[0];

export const seriesSchemas = {
  'series:patient': z.strictObject({ visitId: idText }),
} satisfies { [Event in keyof SeriesRequests]: z.ZodMiniType<Payload<Event>> };
