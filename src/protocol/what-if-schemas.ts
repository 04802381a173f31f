/** What a screen may ask of a what-if. */
import * as z from 'zod/mini';
import { instant } from './alone-schemas.ts';
import { idText, intIn } from './bounded.ts';
import { clinicalProtocolSchema } from './clinical-protocol-schema.ts';
import { MOST_VISITS, WHAT_IF_ORDERS } from './what-if.ts';
import type { WhatIfFilter, WhatIfRequests } from './what-if.ts';

type Payload<Event extends keyof WhatIfRequests> = Parameters<WhatIfRequests[Event]>[0];

const filter = z.strictObject({
  protocolId: idText,
  from: z.exactOptional(instant),
  before: z.exactOptional(instant),
  imported: z.exactOptional(z.enum(['with', 'only'])),
  visits: intIn(1, MOST_VISITS),
}) satisfies z.ZodMiniType<WhatIfFilter>;

export const whatIfSchemas = {
  'what-if:start': z.strictObject({ protocol: clinicalProtocolSchema, filter }),
  'what-if:watch': z.strictObject({ order: z.enum(WHAT_IF_ORDERS), after: intIn(0, MOST_VISITS) }),
  'what-if:cancel': z.strictObject({ runId: idText }),
} satisfies { [Event in keyof WhatIfRequests]: z.ZodMiniType<Payload<Event>> };
