/** What a screen may ask of keeping. */
import * as z from 'zod/mini';
import { idText } from './bounded.ts';
import type { KeepingRequests } from './keeping.ts';

type Payload<Event extends keyof KeepingRequests> = Parameters<KeepingRequests[Event]>[0];

export const keepingSchemas = {
  'keeping:look': z.strictObject({}),
  'seal:of': z.strictObject({ visitId: idText }),
} satisfies { [Event in keyof KeepingRequests]: z.ZodMiniType<Payload<Event>> };
