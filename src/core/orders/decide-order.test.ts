import { describe, expect, test } from 'vitest';
import {
  administrator,
  aVisit,
  ivKetamine,
  MINUTE,
  nurse,
  OPENED_AT,
  provider,
  screen,
  system,
  told,
  VisitBuilder,
} from '../../../tests/support/visit-builder.ts';
import { EVERY_COMMAND } from '../../../tests/support/every-command.ts';
import type { CommandOf, MinutesAgo, OrderableCommand } from '../command.ts';
import type { Criterion } from '../discharge.ts';
import { CRITERIA, dischargeCriteria, endMonitoringMissing } from '../discharge.ts';
import { decide } from '../visit.ts';
import { eventWords } from '../words/event-words.ts';
import { orderViews } from './order-view.ts';
import { ORDERABLE } from './verbal-order.ts';

const approve = { type: 'hold:approve', reason: 'known hypertension' } as const;
const lower = { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'usual 88' } as const;
const extend = { type: 'recovery:decide', choice: 'extend', reason: 'BP still high' } as const;
const aside = { type: 'criterion:override', criterion: 'minimum-time', reason: 'awake' } as const;
const correct = EVERY_COMMAND['baseline:correct'];

const ordered = (command: OrderableCommand, more: Partial<CommandOf<'order:verbal'>> = {}) =>
  ({ type: 'order:verbal', orderedBy: provider.name, readBack: true, minutesAgo: 0, command, ...more }) as const;
const held = (): VisitBuilder => aVisit().bp(164, 98);
const orderIdOf = (visit: VisitBuilder): string => visit.state.orders?.at(-1)?.orderId ?? '';
const other = { ...provider, staffId: 'staff-4', name: 'Dr. Adeyemi' };

describe('a verbal order', () => {
  test('PH-173 says who, when, what and who recorded it; what was ordered holds at once and carries the order', () => {
    const visit = aVisit()
      .after(2 * MINUTE)
      .bp(164, 98);
    const answer = visit.ask(ordered(approve, { minutesAgo: 2 }));
    expect(answer).toEqual({
      ok: true,
      value: [
        {
          type: 'verbal-order-recorded',
          orderId: expect.any(String),
          orderedBy: 'Dr. Ruiz',
          orderedAt: visit.now - 2 * MINUTE,
          byName: 'N. Okafor',
          command: approve,
        },
        {
          type: 'hold-approved',
          reason: 'known hypertension',
          byName: 'Dr. Ruiz (verbal order)',
          order: { orderId: expect.any(String), onOrderOf: 'Dr. Ruiz' },
        },
      ],
    });
    visit.give(ordered(approve));
    expect(visit.events.at(-1)?.actor).toEqual(nurse);
    expect(visit.state.holdApproved).toMatchObject({ byName: 'Dr. Ruiz (verbal order)', orderId: orderIdOf(visit) });
    expect(visit.state.orders).toMatchObject([
      { recordedBy: 'N. Okafor', bp: { systolicMmHg: 164, diastolicMmHg: 98 } },
    ]);
  });

  test.each<[OrderableCommand['type'], () => VisitBuilder, OrderableCommand, string]>([
    ['hold:approve', held, approve, 'hold-approved'],
    ['baseline:correct', () => aVisit({ phase: 'infusion' }), correct, 'baseline-corrected'],
    ['limits:change', () => aVisit({ phase: 'infusion' }), lower, 'limits-changed'],
    ['recovery:decide', () => aVisit({ phase: 'recovery', minutes: 31 }), extend, 'recovery-decided'],
    ['criterion:override', () => aVisit({ phase: 'recovery', minutes: 1 }), aside, 'criterion-overridden'],
  ])('PH-173 %s may be ordered, and its fact carries the order', (_, at, command, type) => {
    const answer = at().ask(ordered(command));
    expect(told(answer)).toBe('accepted');
    const bodies = answer.ok ? answer.value : [];
    expect(bodies.find((body) => body.type === type)).toMatchObject({
      byName: 'Dr. Ruiz (verbal order)',
      order: { onOrderOf: 'Dr. Ruiz' },
    });
  });

  test.each<[MinutesAgo, number, RegExp]>([
    [0, 0, /^accepted$/],
    [2, 2 * MINUTE - 1, /^out-of-range: /],
    [2, 2 * MINUTE, /^accepted$/],
    [10, 10 * MINUTE - 1, /^out-of-range: /],
    [10, 10 * MINUTE, /^accepted$/],
  ])('PH-173 said %i min ago, %i ms after the visit was opened', (minutesAgo, ms, expected) => {
    const visit = new VisitBuilder(OPENED_AT, ivKetamine).after(ms);
    expect(told(visit.ask(ordered(lower, { minutesAgo })))).toMatch(expected);
  });

  test('PH-174 what the provider themself is refused is refused alike, with the same sentence', () => {
    const cases: [VisitBuilder, OrderableCommand][] = [
      [aVisit(), approve],
      [aVisit().bp(184, 98), approve],
      [aVisit({ phase: 'infusion' }), approve],
      [aVisit({ phase: 'infusion' }), { ...lower, limits: { 'spo2-low-medium': 79 } }],
      [aVisit({ phase: 'infusion' }), { ...lower, reason: ' ' }],
      [aVisit({ phase: 'infusion' }), { ...correct, spo2Pct: 49 }],
      [aVisit({ phase: 'recovery' }), extend],
      [aVisit({ phase: 'recovery' }).after(MINUTE).bp(184, 98), { ...aside, criterion: 'bp-stable' }],
    ];
    for (const [visit, command] of cases) {
      const own = visit.ask(command, provider);
      expect(told(own), JSON.stringify(command)).not.toBe('accepted');
      expect(visit.ask(ordered(command))).toEqual(own);
    }
  });

  test('PH-175 the protocol says what may be ordered; one that says nothing takes no order', () => {
    const without = { ...ivKetamine };
    delete (without as { verbalOrders?: unknown }).verbalOrders;
    const only = { ...ivKetamine, verbalOrders: { commands: ['limits:change'], source: 'x' } } as const;
    for (const command of [approve, lower])
      expect(told(aVisit({ phase: 'infusion', protocol: without }).ask(ordered(command)))).toBe(
        'needs-provider: The protocol of this visit takes no verbal order for this: ask a provider to do it here or at the station.',
      );
    expect(told(aVisit({ phase: 'infusion', protocol: only }).ask(ordered(lower)))).toBe('accepted');
    expect(told(aVisit({ protocol: only }).bp(164, 98).ask(ordered(approve)))).toMatch(/^needs-provider: The protocol/);
    expect(ivKetamine.verbalOrders?.commands.toSorted()).toEqual([...ORDERABLE].toSorted());
  });

  test.each([
    ['an unknown name', 'Dr. Nobody', 'not-found: Dr. Nobody is no provider of this clinic'],
    ['an administrator', administrator.name, `not-found: ${administrator.name} is no provider of this clinic`],
    ['another nurse', 'T. Lee', 'not-found: T. Lee is no provider of this clinic'],
    ['oneself', nurse.name, 'not-allowed: Nobody orders for themselves'],
    ['oneself in other letters', ' n.  OKAFOR', 'not-allowed: Nobody orders for themselves'],
    ['nobody', '  ', 'not-ready: Who ordered it is missing'],
  ])('PH-177 ordered by %s is refused', (_, orderedBy, expected) => {
    const visit = held();
    const ctx = { ...visit.context(nurse), providers: [provider.name] };
    expect(told(decide(visit.state, ordered(approve, { orderedBy }), ctx))).toContain(expected);
  });

  test('PH-177 a provider is named as the clinic spells them; one that knows none takes no order', () => {
    const visit = held();
    const ctx = { ...visit.context(nurse), providers: [provider.name] };
    const asked = ordered(approve, { orderedBy: ' dr.  RUIZ ' });
    expect(decide(visit.state, asked, ctx)).toMatchObject({ ok: true, value: [{ orderedBy: 'Dr. Ruiz' }, {}] });
    const { providers: _, ...unknown } = ctx;
    for (const none of [{ ...ctx, providers: [] }, unknown])
      expect(told(decide(visit.state, asked, none))).toContain('not-found');
  });

  test('PH-177 it is a nurse’s alone: a provider gives it directly, and nobody else gives it', () => {
    const visit = held();
    expect(told(visit.ask(ordered(approve, { orderedBy: 'Dr. Adeyemi' }), provider))).toBe(
      'not-allowed: A provider gives this directly, not as a verbal order.',
    );
    for (const actor of [administrator, screen, system])
      expect(told(visit.ask(ordered(approve), actor))).toMatch(/^not-allowed: /);
  });

  test('PH-173 without the read-back nothing is recorded', () => {
    expect(told(held().ask(ordered(approve, { readBack: false as never })))).toBe(
      'not-ready: Read the order back to Dr. Ruiz, and say that it was confirmed.',
    );
  });
});

describe('signing', () => {
  test('PH-176 the provider co-signs once; another is named as such; a nurse signs nothing', () => {
    const visit = held().give(ordered(approve));
    const cosign = { type: 'order:cosign', orderId: orderIdOf(visit) } as const;
    expect(told(visit.ask(cosign, nurse))).toMatch(/^needs-provider: /);
    visit.after(MINUTE).give(cosign, other);
    expect(visit.state.orders).toMatchObject([
      { orderedBy: 'Dr. Ruiz', cosigned: { byName: 'Dr. Adeyemi', at: visit.now } },
    ]);
    expect(told(visit.ask(cosign, provider))).toBe('conflict: Dr. Adeyemi has co-signed this order already.');
    expect(told(visit.ask({ ...cosign, type: 'order:dispute', reason: 'no' }, provider))).toMatch(/^conflict: /);
    expect(told(visit.ask({ ...cosign, orderId: 'order-9' }, provider))).toMatch(/^not-found: /);
  });

  test('PH-178 an ended visit takes signatures, and no order', () => {
    const visit = aVisit({ phase: 'infusion' }).give(ordered(lower)).give(ordered(correct));
    const [first = '', second = ''] = (visit.state.orders ?? []).map(({ orderId }) => orderId);
    visit.give({ type: 'visit:end', ending: 'transferred', reason: 'chest pain' });
    expect(told(visit.ask(ordered(correct)))).toMatch(/^wrong-phase: /);
    visit.after(60 * MINUTE).give({ type: 'order:cosign', orderId: first }, provider);
    visit.give({ type: 'order:dispute', orderId: second, reason: 'not said' }, provider);
    expect(visit.state.orders).toMatchObject([{ cosigned: { at: visit.now } }, { disputed: { reason: 'not said' } }]);
    expect(visit.state.phase.name).toBe('ended');
  });

  test('PH-179 disputing asks for the reason; by itself it leaves a start and limits as they are', () => {
    const visit = held().give(ordered(approve));
    const dispute = { type: 'order:dispute', orderId: orderIdOf(visit), reason: ' ' } as const;
    expect(told(visit.ask(dispute, provider))).toMatch(/^not-ready: The reason why it is disputed/);
    visit.give({ ...dispute, reason: 'said to wait' }, provider);
    expect(visit.state.holdApproved).toBeDefined();
    expect(visit.state.orders).toMatchObject([{ disputed: { byName: 'Dr. Ruiz', reason: 'said to wait' } }]);
  });

  test('PH-179 with the way back a hold is held again, until the start', () => {
    const visit = held().give(ordered(approve));
    const dispute = { type: 'order:dispute', orderId: orderIdOf(visit), reason: 'said to wait', undo: true } as const;
    visit.give(dispute, provider);
    expect(visit.state.holdApproved).toBeUndefined();
    expect(visit.events.at(-1)).toMatchObject({ type: 'hold-withdrawn', byName: 'Dr. Ruiz' });
    // A worse BP was approved by the provider since: that is another approval.
    const since = held().give(ordered(approve)).after(MINUTE).bp(168, 99).give(approve, provider);
    expect(told(since.ask({ ...dispute, orderId: orderIdOf(since) }, provider))).toMatch(/^conflict: /);
  });

  test('PH-179 with the way back limits are what they were, where nobody has changed them since', () => {
    const both = { ...lower, limits: { 'spo2-low-medium': 86, 'pulse-high-medium': 125 } } as const;
    const visit = aVisit({ phase: 'infusion' }).give({ ...lower, limits: { 'pulse-high-medium': 122 } }, provider);
    visit.give(ordered(both));
    const undo = { type: 'order:dispute', orderId: orderIdOf(visit), reason: 'no', undo: true } as const;
    const back = visit.copy().give(undo, provider);
    expect(Object.keys(back.state.limits?.changed ?? {})).toEqual(['pulse-high-medium']);
    expect(back.state.limits?.changed['pulse-high-medium']?.limit).toBe(122);
    visit.give({ ...lower, limits: { 'spo2-low-medium': 87 } }, provider).give(undo, provider);
    expect(visit.state.limits?.changed['spo2-low-medium']?.limit).toBe(87);
    expect(visit.state.limits?.changed['pulse-high-medium']?.limit).toBe(122);
  });

  test('PH-179 nothing of it left to take back is refused, and so after the end of the visit', () => {
    const visit = aVisit({ phase: 'infusion' }).give(ordered(lower));
    const undo = { type: 'order:dispute', orderId: orderIdOf(visit), reason: 'no', undo: true } as const;
    const ended = visit.copy().give({ type: 'visit:end', ending: 'transferred', reason: 'pain' });
    expect(told(ended.ask(undo, provider))).toMatch(/^conflict: /);
    visit.give({ ...lower, limits: { 'spo2-low-medium': null } }, provider);
    expect(told(visit.ask(undo, provider))).toMatch(/^conflict: /);
    expect(told(visit.ask({ ...undo, undo: false }, provider))).toBe('accepted');
  });

  const statusOf = (visit: VisitBuilder, criterion: Criterion) =>
    dischargeCriteria(visit.state, visit.now).find((each) => each.criterion === criterion);
  const disputed = (visit: VisitBuilder, undo?: boolean) =>
    visit.give(
      { type: 'order:dispute', orderId: orderIdOf(visit), reason: 'never said', ...(undo !== undefined && { undo }) },
      provider,
    );

  test.each(CRITERIA.flatMap((criterion) => [undefined, false, true].map((undo) => [criterion, undo] as const)))(
    'PH-179 %s set aside is open again once that is disputed, the way back asked for: %s',
    (criterion, undo) => {
      const visit = aVisit({ phase: 'recovery', minutes: 1 });
      if (statusOf(visit, criterion)?.status === 'met') return;
      visit.give(ordered({ ...aside, criterion }));
      expect(statusOf(visit, criterion)?.status).toBe('overridden');
      expect(orderViews(visit.state).at(-1)).toMatchObject({ asksAnew: criterion });
      disputed(visit, undo);
      expect(visit.events.at(-1)).toMatchObject({ type: 'order-disputed', asksAnew: criterion });
      expect(statusOf(visit, criterion)).toMatchObject({
        status: 'unmet',
        detail: expect.stringContaining('set aside by order, disputed by Dr. Ruiz') as string,
      });
      const last = visit.events.at(-1);
      expect(last && eventWords(last, new Map())).toContain('is open again');
    },
  );

  test('PH-179 monitoring does not end on a criterion whose order was disputed; set aside by a provider it does', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 1 });
    const missing = () => endMonitoringMissing(dischargeCriteria(visit.state, visit.now));
    for (const criterion of missing()) visit.give(ordered({ ...aside, criterion }));
    expect(told(visit.ask({ type: 'monitoring:end' }))).toBe('accepted');
    const { orderId = '' } = visit.state.orders?.find(({ command }) => 'criterion' in command) ?? {};
    visit.give({ type: 'order:dispute', orderId, reason: 'never said' }, provider);
    expect(missing()).toEqual(['minimum-time']);
    expect(told(visit.ask({ type: 'monitoring:end' }))).toMatch(/^not-ready: /);
    visit.give(aside, provider);
    expect(told(visit.ask({ type: 'monitoring:end' }))).toBe('accepted');
  });

  test('PH-179 what a provider set aside or decided since stays, whatever is disputed', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 31 });
    visit.give(ordered(extend));
    const orderId = orderIdOf(visit);
    visit.after(MINUTE).give({ ...extend, choice: 'treated' }, provider);
    visit.give({ type: 'order:dispute', orderId, reason: 'never said' }, provider);
    expect(visit.state.phase).toMatchObject({ recovery: { decision: { choice: 'treated' } } });
    expect(visit.events.at(-1)).not.toHaveProperty('asksAnew');
  });

  test('PH-179 a disputed decision about recovery is asked for again', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 31 }).give(ordered(extend));
    expect(visit.state.phase).toHaveProperty('recovery.decision');
    disputed(visit);
    expect(visit.state.phase).not.toHaveProperty('recovery.decision');
    expect(visit.events.at(-1)).toMatchObject({ asksAnew: 'recovery' });
    expect(told(visit.ask(extend, provider))).toBe('accepted');
  });

  test('PH-179 of a visit that is over nothing is set open again', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 1 }).give(ordered(aside));
    visit.give({ type: 'visit:end', ending: 'transferred', reason: 'chest pain' });
    disputed(visit);
    expect(visit.events.at(-1)).not.toHaveProperty('asksAnew');
    expect(visit.state.phase.name).toBe('ended');
  });
});
