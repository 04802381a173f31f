import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import { ivKetamine, OPENED_AT, system } from '../../tests/support/visit-builder.ts';
import type { Journal } from '../journal/journal.ts';
import { Durability } from './durability.ts';
import { PastVisits } from './past-visits.ts';
import { VisitDesk } from './visit-desk.ts';

const CHAIRS = ['c1', 'c2', 'c3'];
const durability = new Durability({ onLate: () => undefined, onStuck: () => undefined, onCaughtUp: () => undefined });

type Step =
  | { readonly act: 'open' | 'move'; readonly visit: number; readonly chair: number }
  | { readonly act: 'wait' | 'reopen' | 'end'; readonly visit: number };

/** A clinic of chairs and visits in discharge, and what of it is on the disk. */
class Chairs {
  readonly stored = new Map<string, VisitEvent[]>();
  readonly desk: VisitDesk;
  now = OPENED_AT;
  #ids = 0;

  constructor() {
    this.desk = this.#newDesk();
  }

  take(step: Step): this {
    const { desk, now } = this;
    const visitId = `v${step.visit}`;
    const chairId = 'chair' in step ? (CHAIRS[step.chair] ?? '') : '';
    if (step.act === 'open') {
      if (this.stored.has(visitId) || !desk.isChairFree(chairId)) return this;
      const opened = { type: 'visit-opened', visitId, chairId, patientId: 'p', protocol: ivKetamine } as const;
      const bodies: VisitEventBody[] = [
        opened,
        { type: 'infusion-started', happenedAt: now, plannedMs: 2_400_000 },
        { type: 'infusion-ended', happenedAt: now, reason: 'completed' },
        { type: 'monitoring-ended', byName: 'N' },
      ];
      desk.open(
        bodies.map((body) => ({ ...body, at: now, actor: system })),
        now,
      );
    } else {
      const visit = desk.get(visitId);
      if (!visit || visit.state.phase.name === 'ended') return this;
      const isWaiting = 'waitingSince' in visit.state.phase;
      const bodies = ((): VisitEventBody[] => {
        switch (step.act) {
          case 'move':
            return desk.isChairFree(chairId, visitId) ? [{ type: 'chair-changed', chairId }] : [];
          case 'wait':
            return isWaiting ? [] : [{ type: 'waiting-for-ride' }];
          case 'reopen':
            return isWaiting && desk.isChairFree(visit.state.chairId, visitId)
              ? [
                  { type: 'monitoring-reopened', reason: 'dizzy' },
                  { type: 'monitoring-ended', byName: 'N' },
                ]
              : [];
          case 'end':
            return [{ type: 'visit-ended', ending: 'home', byName: 'N' }];
        }
      })();
      visit.record(now, system, bodies);
    }
    desk.get(visitId)?.commit();
    return this;
  }

  /** As the start of the server does it: who is not over in the order they were opened, the others when they are asked for. */
  async restarted(): Promise<VisitDesk> {
    const desk = this.#newDesk();
    const isOver = (events: readonly VisitEvent[]) => events.some(({ type }) => type === 'visit-ended');
    for (const events of this.stored.values()) if (!isOver(events)) desk.restore(events);
    const journal = {
      streams: () =>
        [...this.stored].map(([id, events]) => ({
          stream: { kind: 'visit', id },
          ended: isOver(events),
          firstAt: events[0]?.at ?? 0,
          lastAt: events.at(-1)?.at ?? 0,
        })),
      read: ({ id }: { id: string }) => Promise.resolve(this.stored.get(id) ?? []),
    };
    const past = new PastVisits(journal as never, this.now + 1, (...span) => desk.seatedInPast(...span));
    await past.learn(this.instants());
    return desk;
  }

  instants(): readonly number[] {
    return Array.from({ length: this.now - OPENED_AT + 1 }, (_, ms) => OPENED_AT + ms);
  }

  seats(desk: VisitDesk): readonly unknown[] {
    return CHAIRS.map((chairId) => ({
      now: desk.onChair(chairId)?.visitId,
      isFree: desk.isChairFree(chairId),
      then: this.instants().map((at) => desk.visitAt(chairId, at)),
    }));
  }

  #newDesk(): VisitDesk {
    const append = (stream: { id: string }, events: readonly VisitEvent[]) => {
      this.stored.set(stream.id, [...(this.stored.get(stream.id) ?? []), ...events]);
      return { durable: Promise.resolve() };
    };
    return new VisitDesk({
      journal: { append } as unknown as Journal,
      newId: () => `id-${(this.#ids += 1)}`,
      durability,
      onChair: () => undefined,
      onFault: (_, error) => {
        throw error;
      },
    });
  }
}

describe('seats after a restart', () => {
  const swapped: readonly Step[] = [
    { act: 'open', visit: 0, chair: 0 },
    { act: 'open', visit: 1, chair: 1 },
    { act: 'move', visit: 1, chair: 2 },
    { act: 'move', visit: 0, chair: 1 },
  ];
  const cameBack: readonly Step[] = [
    { act: 'open', visit: 0, chair: 0 },
    { act: 'wait', visit: 0 },
    { act: 'open', visit: 1, chair: 0 },
    { act: 'move', visit: 1, chair: 1 },
    { act: 'move', visit: 0, chair: 0 },
  ];
  test.each([
    ['moved to the chair another had left', swapped, 'c2'],
    ['came back to a chair that another had meanwhile and left by a move', cameBack, 'c1'],
    [
      'came back to a chair that another had meanwhile and left to wait',
      cameBack.with(3, { act: 'wait', visit: 1 }),
      'c1',
    ],
  ])('WS-173 who %s has it', async (_, steps, chairId) => {
    const chairs = new Chairs();
    for (const step of steps) {
      chairs.take(step);
      chairs.now += 5;
    }
    const again = await chairs.restarted();
    expect([again.onChair(chairId)?.visitId, again.visitAt(chairId, chairs.now)]).toEqual(['v0', 'v0']);
    expect(again.isChairFree(chairId)).toBe(false);
  });

  test('WS-173 whoever moved, waited, sat again and left: seats and late readings are whose they were', async () => {
    const visit = fc.nat(3);
    const chair = fc.nat(2);
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('open' as const), visit, chair }) },
      { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('move' as const), visit, chair }) },
      { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('wait' as const, 'reopen' as const), visit }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('end' as const), visit }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(4)), { minLength: 4, maxLength: 30 }), async (steps) => {
        const chairs = new Chairs();
        for (const [each, ms] of steps) {
          chairs.take(each);
          chairs.now += ms;
        }
        expect(chairs.seats(await chairs.restarted())).toEqual(chairs.seats(chairs.desk));
      }),
      { numRuns: 300 },
    );
  });

  test('WS-174 a chair on which any running visit sits is not free, whatever the history of the seats says', () => {
    const chairs = new Chairs();
    chairs.take({ act: 'open', visit: 0, chair: 0 });
    // Two on one chair: what an older server may have stored.
    chairs.desk.open(
      [
        {
          type: 'visit-opened',
          visitId: 'x',
          chairId: 'c1',
          patientId: 'p',
          protocol: ivKetamine,
          at: OPENED_AT,
          actor: system,
        },
      ],
      OPENED_AT,
    );
    chairs.take({ act: 'end', visit: 0 });
    expect(chairs.desk.isChairFree('c1')).toBe(false);
    chairs.desk.get('x')?.record(OPENED_AT, system, [{ type: 'chair-changed', chairId: 'c2' }]);
    expect([chairs.desk.isChairFree('c1'), chairs.desk.isChairFree('c2')]).toEqual([true, false]);
  });
});
