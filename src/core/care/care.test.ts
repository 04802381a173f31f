import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  administrator,
  aVisit,
  MINUTE,
  nurse,
  provider,
  screen,
  SECOND,
  told,
} from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { NOBODY_NAMED } from '../nobody-named.ts';
import type { VisitCommand } from '../command.ts';
import { PHASE_NAMES } from '../phase.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';
import { COVER_MS, isSamePerson } from './care.ts';
import { careView, hasPatient, mayLeave, namesOf } from './who-has.ts';

const maya = { ...nurse, staffId: 'staff-7', name: 'Maya Brandt' } as const;
const lee = { ...nurse, staffId: 'staff-8', name: 'T. Lee' } as const;
const BEGIN = { type: 'cover:begin' } as const;
const END = { type: 'cover:end' } as const;
const takeOver = (from: string | null = nurse.name): VisitCommand => ({ type: 'nurse:take-over', from });
const infusing = () => aVisit({ phase: 'infusion' });
const view = ({ state, now }: VisitBuilder) => careView(state, now);

describe('taking over', () => {
  test('PH-110 the one who receives has the patient, and the record says from whom', () => {
    const visit = infusing().give(takeOver(), maya);
    expect(visit.events.at(-1)).toMatchObject({ type: 'nurse-changed', from: nurse.name, to: maya.name, actor: maya });
    expect(view(visit)).toEqual({ nurseName: maya.name });
    expect(visit.state.setUp.nurseName).toBe(maya.name);
    expect(visit.state.care?.changes).toEqual([
      { kind: 'handed-over', at: visit.now, byName: maya.name, from: nurse.name },
    ]);
  });
  test('PH-110 where nobody had the patient yet, and by a provider', () => {
    const visit = aVisit().give(takeOver(null), provider);
    expect(visit.events.at(-1)).not.toHaveProperty('from');
    expect(view(visit)).toEqual({ nurseName: provider.name });
  });
  test('PH-110 SEC-1 nobody named, and who does not act on visits, are refused', () => {
    expect(told(infusing().ask(takeOver(), screen))).toBe(`not-allowed: ${NOBODY_NAMED}`);
    expect(told(infusing().ask(takeOver(), administrator))).toContain('not-allowed: An administrator');
  });
  test.each([
    [takeOver(nurse.name), 'accepted'],
    [takeOver('n.  okafor '), 'accepted'],
    [takeOver('T. Lee'), 'conflict: N. Okafor has this patient by now: read the card again, then take over.'],
    [takeOver(null), 'conflict: N. Okafor has this patient by now: read the card again, then take over.'],
  ])('PH-111 %o: %s', (command, answer) => {
    expect(told(infusing().ask(command, maya))).toBe(answer);
  });
  test('PH-111 of two who accept the same card the second is told who was first', () => {
    const visit = infusing().give(takeOver(), maya);
    expect(told(visit.ask(takeOver(), lee))).toContain('conflict: Maya Brandt has this patient by now');
  });
  test('PH-111 a card that named somebody is not accepted when nobody has the patient', () => {
    expect(told(aVisit().ask(takeOver(), maya))).toContain('conflict: Nobody has this patient by now');
  });
  test('PH-112 who has the patient takes nothing over, and is told what ends a cover', () => {
    expect(told(infusing().ask(takeOver()))).toContain('who takes over from you chooses their own name');
    expect(told(infusing().give(BEGIN, maya).ask(takeOver()))).toContain('the cover by Maya Brandt ends');
    expect(told(infusing().ask(takeOver(), { ...nurse, name: ' n. OKAFOR' }))).toContain(
      'You have this patient already',
    );
  });
  test('PH-114 a cover ends with a hand-over, to whoever covered and to a third', () => {
    for (const who of [maya, lee]) {
      const visit = infusing().give(BEGIN, maya).give(takeOver(), who);
      expect(view(visit)).toEqual({ nurseName: who.name });
      expect(told(visit.ask(END, who))).toContain('Nobody covers this patient');
    }
  });
});

describe('cover', () => {
  test('PH-113 another nurse covers for 15 min, and the one in charge stays so', () => {
    const visit = infusing().give(BEGIN, maya);
    const until = visit.now + 15 * MINUTE;
    expect(visit.events.at(-1)).toMatchObject({ type: 'cover-begun', byName: maya.name, until, actor: maya });
    expect(view(visit)).toEqual({
      nurseName: nurse.name,
      cover: { byName: maya.name, since: visit.now, until, overdue: false },
    });
  });
  test('PH-113 nobody covers for themselves, nor for nobody', () => {
    expect(told(infusing().ask(BEGIN))).toContain('conflict: You have this patient yourself');
    expect(told(aVisit().ask(BEGIN))).toContain('conflict: No nurse has this patient yet');
    expect(told(infusing().ask(BEGIN, screen))).toBe(`not-allowed: ${NOBODY_NAMED}`);
  });
  test.each([
    [COVER_MS - 1, false],
    [COVER_MS, true],
    [COVER_MS + 60 * MINUTE, true],
  ])('PH-115 %d ms after it began, overdue: %s; it does not end by itself', (ms, overdue) => {
    const visit = infusing().give(BEGIN, maya).after(ms).tick();
    expect(view(visit).cover).toMatchObject({ byName: maya.name, overdue });
  });
  test('PH-115 15 min more count from the tap, and the cover is one since its beginning', () => {
    const visit = infusing().give(BEGIN, maya);
    const since = visit.now;
    visit.after(16 * MINUTE).give(BEGIN, maya);
    expect(view(visit).cover).toEqual({ byName: maya.name, since, until: visit.now + COVER_MS, overdue: false });
  });
  test.each([
    [COVER_MS - 1, 'conflict: Maya Brandt covers this patient'],
    [COVER_MS, 'accepted'],
  ])('PH-115 a third covers once it is overdue: %d ms after it began %s', (ms, answer) => {
    expect(told(infusing().give(BEGIN, maya).after(ms).ask(BEGIN, lee))).toContain(answer);
  });
  test('PH-115 a third who covers then is the one who covers, since then', () => {
    const visit = infusing().give(BEGIN, maya).after(COVER_MS).give(BEGIN, lee);
    expect(view(visit).cover).toMatchObject({ byName: lee.name, since: visit.now });
  });
  test('PH-114 either ends it, and nobody else', () => {
    for (const who of [maya, nurse]) {
      const visit = infusing().give(BEGIN, maya).after(SECOND).give(END, who);
      expect(visit.events.at(-1)).toMatchObject({ type: 'cover-ended', byName: who.name });
      expect(view(visit)).toEqual({ nurseName: nurse.name });
    }
    expect(told(infusing().give(BEGIN, maya).ask(END, lee))).toContain('ended by Maya Brandt or N. Okafor');
    expect(told(infusing().ask(END))).toContain('Nobody covers this patient');
  });
  test('PH-114 it ends with the visit', () => {
    const visit = aVisit({ phase: 'discharge' }).give(BEGIN, maya);
    expect(view(visit).cover).toBeDefined();
    visit.give({ type: 'visit:end', ending: 'transferred', reason: 'to the hospital' });
    expect(view(visit)).toEqual({ nurseName: nurse.name });
  });
  test('PH-114 an end that nobody began changes nothing', () => {
    const { state } = infusing();
    const event = { type: 'cover-ended', byName: maya.name, at: state.openedAt, actor: maya } as const;
    expect(evolve(state, event)).toBe(state);
  });
});

test('PH-118 since the start the nurse changes by a hand-over alone; before it the set-up may say who it is', () => {
  const setUp = (nurseName: string) => ({ type: 'setup:record', setUp: { nurseName } }) as const;
  expect(told(infusing().ask(setUp('T. Lee')))).toContain('wrong-phase: Since the start the nurse in charge changes');
  expect(told(infusing().ask(setUp('n. okafor')))).toBe('accepted');
  expect(told(aVisit().ask(setUp('T. Lee')))).toBe('accepted');
});

test.each([
  ['Maya Brandt', 'Maya Brandt', true],
  ['Maya Brandt', ' maya  brandt', true],
  ['Maya Brandt', 'Maya Brand', false],
  ['', 'M', false],
])('PH-112 "%s" and "%s" are one person: %s', (a, b, same) => {
  expect(isSamePerson(a, b)).toBe(same);
});

describe('leaving a screen', () => {
  const at = (visit: VisitBuilder) => ({
    chair: { name: 'Chair 4' },
    care: careView(visit.state, visit.now),
    phase: visit.state.phase,
  });
  test('PH-116 the nurse in charge goes by a hand-over or with a cover, overdue or not', () => {
    expect(told(mayLeave(at(infusing()), nurse.name))).toContain('conflict: You have the patient on Chair 4');
    expect(told(mayLeave(at(infusing()), lee.name))).toBe('accepted');
    expect(told(mayLeave(at(infusing().give(takeOver(), maya)), nurse.name))).toBe('accepted');
    const covered = infusing().give(BEGIN, maya);
    expect(told(mayLeave(at(covered), nurse.name))).toBe('accepted');
    expect(told(mayLeave(at(covered.after(COVER_MS)), nurse.name))).toBe('accepted');
  });
  test('PH-116 neither does whoever covers', () => {
    expect(told(mayLeave(at(infusing().give(BEGIN, maya)), maya.name))).toContain('You cover the patient on Chair 4');
  });
  test.each(PHASE_NAMES)('PH-116 in %s', (phase) => {
    const visit = aVisit({ phase, setUp: { nurseName: nurse.name } });
    if (phase === 'baseline') visit.give({ type: 'setup:record', setUp: { nurseName: nurse.name } });
    expect(mayLeave(at(visit), nurse.name).ok).toBe(phase === 'ended');
  });
  test('PH-116 of a free chair anybody goes', () => {
    expect(mayLeave({ chair: { name: 'Chair 4' }, care: null, phase: null }, nurse.name).ok).toBe(true);
  });
});

test('PH-168 who says so leaves and stays in charge; who covers goes on covering', () => {
  const at = (visit: VisitBuilder) => ({ chair: { name: 'Chair 4' }, care: view(visit), phase: visit.state.phase });
  const visit = infusing();
  expect(told(mayLeave(at(visit), nurse.name))).toContain('Or leave it and stay in charge.');
  expect(told(mayLeave(at(visit), nurse.name, true))).toBe('accepted');
  expect(told(mayLeave(at(visit.give(BEGIN, maya)), maya.name, true))).toBe('accepted');
});

test.each(['Maya Brandt', ' maya  brandt'])(
  'PH-169 who covers and is named in the set-up, as “%s”, covers no more',
  (nurseName) => {
    const visit = aVisit()
      .give({ type: 'setup:record', setUp: { nurseName: nurse.name } })
      .give(BEGIN, maya);
    visit.give({ type: 'setup:record', setUp: { ivSite: 'right hand' } });
    expect(view(visit).cover).toMatchObject({ byName: maya.name });
    visit.give({ type: 'setup:record', setUp: { nurseName } });
    expect(view(visit).cover).toBeUndefined();
    expect(visit.state.care?.changes.at(-1)).toEqual({ kind: 'cover-ended', at: visit.now, byName: maya.name });
    expect(told(visit.ask(takeOver(nurseName), lee))).toBe('accepted');
  },
);

const anyAct = fc.record({
  by: fc.constantFrom(nurse, maya, lee),
  command: fc.constantFrom<VisitCommand>(
    BEGIN,
    END,
    takeOver(nurse.name),
    takeOver(maya.name),
    takeOver(lee.name),
    takeOver(null),
  ),
  waitMs: fc.constantFrom(0, SECOND, COVER_MS - 1, COVER_MS, COVER_MS + 1),
});

test('PH-117 whatever is said, somebody has the patient, nobody covers themselves, and the facts tell it again', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 30 }), (acts) => {
      const visit = infusing();
      for (const { by, command, waitMs } of acts) {
        visit.after(waitMs);
        if (visit.ask(command, by).ok) visit.give(command, by);
        const care = view(visit);
        expect(care.nurseName).toBeDefined();
        expect(care.cover && isSamePerson(care.cover.byName, care.nurseName ?? '')).not.toBe(true);
        expect(namesOf(care).every((name) => hasPatient(care, name))).toBe(true);
      }
      const again = visit.events.reduce<VisitState | undefined>(evolve, undefined);
      expect(again).toEqual(visit.state);
    }),
    { numRuns: 40 },
  );
});
