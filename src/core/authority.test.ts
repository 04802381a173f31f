import { describe, expect, test } from 'vitest';
import { COMMAND_TYPES, EVERY_COMMAND } from '../../tests/support/every-command.ts';
import { administrator, aVisit, nurse, provider, screen, system, told } from '../../tests/support/visit-builder.ts';
import type { Act } from './authority.ts';
import { AUTHORITY, mayGive } from './authority.ts';
import { NOBODY_NAMED } from './nobody-named.ts';

const adapter = { kind: 'adapter', adapterId: 'adapter-1' } as const;
const PROVIDER_ONLY: readonly Act[] = [
  'baseline:correct',
  'hold:approve',
  'limits:change',
  'recovery:decide',
  'criterion:override',
  'provider:answer',
  'order:cosign',
  'order:dispute',
  'record:sign',
];
const WITHOUT_A_NAME: readonly Act[] = ['alert:pause-audio', 'emergency:declare', 'provider:call', 'pump:pause'];
const OF_THE_SITE = (Object.keys(AUTHORITY) as Act[]).filter((act) =>
  /^(chair:(?!quiet)|device:(?!give)|protocol|day|plan|staff|screen|adapter|retention|visit:(hold|release))/.test(act),
);
/** Whoever is there swaps a dead oximeter. */
const HANDS_ON: readonly Act[] = [
  'device:register',
  'device:bind',
  'device:release',
  'device:move',
  'day:close',
  'day:open',
  'plan:make',
  'plan:change',
  'plan:cancel',
  'plan:missed',
];
const OF_A_VISIT: readonly Act[] = ['visit:open', 'chair:quiet', ...COMMAND_TYPES];

describe('who may give what', () => {
  test('SEC-1 the table knows every act', () => {
    expect(Object.keys(AUTHORITY).toSorted()).toEqual([...OF_THE_SITE, ...OF_A_VISIT].toSorted());
  });
  test.each(OF_A_VISIT)('SEC-1 %s', (act) => {
    expect(mayGive(provider, act).ok).toBe(act !== 'order:verbal');
    expect(mayGive(nurse, act).ok).toBe(!PROVIDER_ONLY.includes(act));
    expect(told(mayGive(administrator, act))).toContain('An administrator does not act on a visit');
  });
  test.each(HANDS_ON)('SEC-30 %s is for whoever is named', (act) => {
    for (const actor of [nurse, provider, administrator]) expect(mayGive(actor, act).ok).toBe(true);
  });
  test.each(OF_THE_SITE.filter((act) => !HANDS_ON.includes(act)))('SEC-1 %s is an administrator’s', (act) => {
    expect(mayGive(administrator, act).ok).toBe(true);
    for (const actor of [nurse, provider]) expect(told(mayGive(actor, act))).toContain('changed by an administrator');
  });
  test.each(PROVIDER_ONLY)('SEC-2 %s refused to a nurse says who may', (act) => {
    expect(told(mayGive(nurse, act))).toBe(
      'needs-provider: Only a provider may do this: ask one to do it here or at the station.',
    );
  });
  test.each([...OF_A_VISIT, ...OF_THE_SITE])('SEC-3 %s at a screen where nobody is named', (act) => {
    expect(told(mayGive(screen, act))).toBe(WITHOUT_A_NAME.includes(act) ? 'accepted' : `not-allowed: ${NOBODY_NAMED}`);
  });
  test.each([...OF_A_VISIT, ...OF_THE_SITE])('SEC-4 %s from an adapter or from Vigil itself', (act) => {
    for (const actor of [adapter, system]) expect(told(mayGive(actor, act))).toContain('not-allowed: A person must');
  });

  test.each(COMMAND_TYPES)('SEC-1 decide asks the table first: %s', (type) => {
    const visit = aVisit();
    expect(told(visit.ask(EVERY_COMMAND[type], system))).toContain('not-allowed: A person must');
  });
  test('SEC-3 what a screen recorded is marked unidentified', () => {
    const visit = aVisit({ phase: 'infusion' }).give({ type: 'pump:pause', minutesAgo: 0 }, screen);
    expect(visit.events.at(-1)?.actor).toEqual(screen);
    visit.record({
      type: 'alert-issued',
      alertId: 'alert-1',
      kind: 'no-spo2',
      priority: 'medium',
      onsetAt: visit.now,
      reason: 'no signal',
    });
    const paused = visit.ask({ type: 'alert:pause-audio', alertId: 'alert-1' }, screen);
    expect(paused).toMatchObject({ ok: true, value: [{ byName: 'unidentified' }] });
  });
  test('SEC-5 the name in the record is the actor’s', () => {
    const ridePlan = { plan: 'stays overnight', byName: 'Somebody Else' };
    const planned = aVisit().ask({ type: 'setup:record', setUp: { ridePlan } }, provider);
    expect(planned).toMatchObject({ ok: true, value: [{ setUp: { ridePlan: { byName: provider.name } } }] });
    expect(aVisit().ask({ type: 'identity:confirm' })).toMatchObject({ ok: true, value: [{ byName: nurse.name }] });
  });
});
