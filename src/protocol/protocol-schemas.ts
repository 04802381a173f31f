/** What a screen may ask of protocols. */
import * as z from 'zod/mini';
import { idText, intIn } from './bounded.ts';
import type { ProtocolRequests } from './protocols.ts';

type Payload<Event extends keyof ProtocolRequests> = Parameters<ProtocolRequests[Event]>[0];

export const protocolSchemas = {
  'protocol:read': z.strictObject({ protocolId: idText, version: z.exactOptional(intIn(1, 100_000)) }),
} satisfies { [Event in keyof ProtocolRequests]: z.ZodMiniType<Payload<Event>> };
