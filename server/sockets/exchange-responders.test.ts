import { expect, test, vi } from 'vitest';
import { mayAsk } from '#core/access/requests.ts';
import type { Role } from '#core/actor.ts';
import { NEEDS_PASSWORD, NOBODY_NAMED } from '#core/nobody-named.ts';
import type { ExchangeView } from '#protocol/exchange.ts';
import { exchangeResponders } from './exchange-responders.ts';

const view: ExchangeView = {
  url: 'https://fhir.example.org/r4',
  ...{ waiting: 0, refused: 1, sent: 4, lastSent: null, refusals: [], lastTrouble: null, nextTryAt: null },
  stopped: false,
};
const asked = (role: Role | undefined, isSet = true) => {
  const again = vi.fn();
  const fhir = isSet ? { view, again } : undefined;
  const responders = exchangeResponders({ fhir, staff: () => role && { staffId: 's', name: 'A. Lind', role } });
  return { responders, again };
};

test('REC-161 an administrator is told what was sent, and lets it be tried again', async () => {
  const { responders, again } = asked('administrator');
  expect(await responders['exchange:look']({})).toEqual({ ok: true, data: { view } });
  expect(again).not.toHaveBeenCalled();
  expect(await responders['exchange:again']({})).toEqual({ ok: true, data: { view } });
  expect(again).toHaveBeenCalledOnce();
  expect(await asked('administrator', false).responders['exchange:again']({})).toEqual({
    ok: true,
    data: { view: null },
  });
});

test.each(['nurse', 'provider', undefined] as const)(
  'SEC-194 %s is refused both, and nothing is tried',
  async (role) => {
    for (const request of ['exchange:look', 'exchange:again'] as const) {
      const { responders, again } = asked(role);
      const answer = await responders[request]({});
      expect(answer.ok ? '' : answer.refusal.message).toBe(
        role === undefined ? NOBODY_NAMED : 'Where visits are sent is an administrator’s: ask one.',
      );
      expect(again).not.toHaveBeenCalled();
    }
  },
);

test.each(['exchange:look', 'exchange:again'])('SEC-194 %s needs a sign-in by password', (request) => {
  const by = (proof: 'pin' | 'password') =>
    mayAsk({ place: { kind: 'station' }, role: 'administrator', locked: false, proof }, request, 'own');
  const refused = by('pin');
  expect(refused.ok ? '' : refused.refusal.message).toBe(NEEDS_PASSWORD);
  expect(by('password').ok).toBe(true);
});
