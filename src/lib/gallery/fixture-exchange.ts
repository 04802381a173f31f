/** What a page of fixtures is told of the exchange: `?page=settings&exchange`, `&exchange=empty`, `=none`, `=loading` or `=refused`. */
import type { ExchangeView } from '#protocol/exchange.ts';
import { MINUTE, NOW } from '../components/fixture-calm.ts';
import type { ExchangeShown } from '../exchange/exchange-look.svelte.ts';

const VISIT = '0199c0de-0000-7000-8000-00000000000';

const empty: ExchangeView = {
  url: 'https://fhir.example.org/r4',
  waiting: 0,
  refused: 0,
  sent: 0,
  lastSent: null,
  refusals: [],
  lastTrouble: null,
  nextTryAt: null,
  stopped: false,
};

export const fixtureExchange: ExchangeView = {
  ...empty,
  waiting: 2,
  refused: 1,
  sent: 214,
  lastSent: { visitId: `${VISIT}1`, at: NOW - 190 * MINUTE },
  refusals: [
    {
      visitId: `${VISIT}2`,
      at: NOW - 180 * MINUTE,
      status: 422,
      why: 'It answered 422: Patient … is merged into another: ask the registry',
    },
  ],
  lastTrouble: { visitId: `${VISIT}3`, at: NOW - 4 * MINUTE, status: 503, why: 'It answered 503' },
  nextTryAt: NOW + 6 * MINUTE,
};

export function exchangeShown(state: string): ExchangeShown {
  const ask = (): Promise<void> => Promise.resolve();
  const rest = { refused: null, ask, again: ask };
  switch (state) {
    case 'loading':
      return { ...rest, view: undefined };
    case 'none':
      return { ...rest, view: null };
    case 'empty':
      return { ...rest, view: empty };
    case 'refused':
      return {
        ...rest,
        view: undefined,
        refused: { code: 'unavailable', message: 'Vigil did not answer: look again in a moment.' },
      };
    default:
      return { ...rest, view: fixtureExchange };
  }
}
