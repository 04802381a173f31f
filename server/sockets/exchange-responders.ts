/** What an administrator may ask of the visits that are sent elsewhere. Whether they may was asked before (screen-guard.ts). */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { refuse } from '#core/refusal.ts';
import type { ExchangeRequests } from '#protocol/exchange.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { FhirExchange } from '../fhir/fhir-exchange.ts';
import type { Responders } from './respond.ts';

export type ExchangeRequest = keyof ExchangeRequests;

export interface ExchangeScreen {
  /** Absent: no FHIR server is set. */
  readonly fhir: Pick<FhirExchange, 'view' | 'again'> | undefined;
  readonly staff: () => SignedIn | undefined;
}

const FOR_ADMINISTRATORS = refuse('not-allowed', 'Where visits are sent is an administrator’s: ask one.');

export function exchangeResponders({
  fhir,
  staff,
}: ExchangeScreen): Responders<ExchangeRequests, { readonly [E in ExchangeRequest]: ScreenPayload<E> }> {
  const looked = () => {
    const who = staff();
    if (!who) return refuse('not-allowed', NOBODY_NAMED);
    if (who.role !== 'administrator') return FOR_ADMINISTRATORS;
    return { ok: true as const, data: { view: fhir?.view ?? null } };
  };
  return {
    'exchange:look': looked,
    'exchange:again': () => {
      const seen = looked();
      if (seen.ok) fhir?.again();
      return seen;
    },
  };
}
