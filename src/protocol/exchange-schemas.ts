/** What a screen may ask of the exchange. */
import * as z from 'zod/mini';
import type { ExchangeRequests } from './exchange.ts';

type Payload<Event extends keyof ExchangeRequests> = Parameters<ExchangeRequests[Event]>[0];

export const exchangeSchemas = {
  'exchange:look': z.strictObject({}),
  'exchange:again': z.strictObject({}),
} satisfies { [Event in keyof ExchangeRequests]: z.ZodMiniType<Payload<Event>> };
