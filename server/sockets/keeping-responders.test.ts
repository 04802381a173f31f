import { describe, expect, test } from 'vitest';
import type { Role } from '#core/actor.ts';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { KeepingView } from '#protocol/keeping.ts';
import { keepingResponders } from './keeping-responders.ts';

const view = { rule: null } as unknown as KeepingView;
const retention = { view: () => Promise.resolve(view), covering: () => Promise.resolve(null) };
const at = (role: Role | undefined) =>
  keepingResponders({ retention, staff: () => role && { staffId: 's', name: 'A. Lind', role } });

describe('JR-93 who is told what is kept', () => {
  test('JR-93 an administrator; no nurse, no provider, nobody unnamed', async () => {
    expect(await at('administrator')['keeping:look']({})).toEqual({ ok: true, data: view });
    for (const role of ['nurse', 'provider'] as const)
      expect(await at(role)['keeping:look']({})).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    expect(await at(undefined)['keeping:look']({})).toMatchObject({ refusal: { message: NOBODY_NAMED } });
  });
  test('JR-89 the seal over a visit is told to whoever is named', async () => {
    expect(await at('nurse')['seal:of']({ visitId: 'v1' })).toEqual({ ok: true, data: { covering: null } });
    expect(await at(undefined)['seal:of']({ visitId: 'v1' })).toMatchObject({ ok: false });
  });
  test('JR-93 a server that keeps nothing says so; one that is asked too much at once too', async () => {
    const none = keepingResponders({
      retention: undefined,
      staff: () => ({ staffId: 's', name: 'A', role: 'administrator' }),
    });
    expect(await none['keeping:look']({})).toMatchObject({ refusal: { code: 'unavailable' } });
    const ask = at('administrator');
    const asked = await Promise.all([1, 2, 3].map(() => ask['keeping:look']({})));
    expect(asked.map(({ ok }) => ok)).toEqual([true, true, false]);
  });
});
