import { describe, expect, test } from 'vitest';
import { administrator, nurse, told } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { decideSite, evolveSite } from '../site.ts';

const screen: Actor = { kind: 'screen', screenId: 'screen-1' };
type FirstRun = Extract<SiteCommand, { readonly type: 'site:set-up' }>;
const setUp = (change: Partial<FirstRun> = {}): FirstRun => ({
  type: 'site:set-up',
  ...{ name: ' Elm Street ', timeZone: 'Europe/Zurich', chairs: ['Chair 1', ' Window '], administratorName: 'A. Lind' },
  ...change,
});
const fold = (state: SiteState | undefined, body: SiteEventBody): SiteState =>
  evolveSite(state, { ...body, at: 0, actor: screen });
const founded = fold(undefined, { type: 'site-founded', name: 'Clinic', demo: false, timeZone: 'UTC' });
let ids = 0;
const ask = (state: SiteState, command: SiteCommand, actor: Actor = screen) =>
  decideSite(state, command, {
    ...{ actor, newId: () => `chair-${(ids += 1)}`, isChairFree: () => true, inChargeOf: () => [], models: [] },
  });

describe('PH-137 the first run', () => {
  test('PH-137 by anybody, named or not: name, time zone and chairs are the clinic’s from then on', () => {
    for (const actor of [screen, nurse, administrator]) {
      const answer = ask(founded, setUp(), actor);
      if (!answer.ok) throw new Error(answer.refusal.message);
      const state = answer.value.reduce<SiteState>(fold, founded);
      expect(state).toMatchObject({ name: 'Elm Street', timeZone: 'Europe/Zurich' });
      expect(state.chairs.map(({ name }) => name)).toEqual(['Chair 1', 'Window']);
      expect(new Set(state.chairs.map(({ chairId }) => chairId)).size).toBe(2);
      expect(state).not.toHaveProperty('isNew');
      expect(answer.value[0]).toMatchObject({ type: 'site-set-up', administratorName: 'A. Lind' });
    }
  });
  test('PH-137 once: a clinic that was set up, or ever had a chair, refuses it, without chairs too', () => {
    const added = fold(founded, { type: 'chair-added', chairId: 'c', name: 'Chair 1' });
    const emptied = fold(added, { type: 'chair-removed', chairId: 'c' });
    const { type, name, timeZone, administratorName } = setUp();
    const done = fold(founded, { type: 'site-set-up', name, timeZone, administratorName });
    expect(type).toBe('site:set-up');
    for (const state of [added, emptied, done])
      expect(told(ask(state, setUp()))).toContain('is set up already: chairs and devices are changed in Settings');
  });
  test.each<[string, Partial<FirstRun>, string]>([
    ['no name', { name: ' ' }, 'The clinic’s name is missing'],
    ['no administrator', { administratorName: '' }, 'The administrator’s name is missing'],
    ['no chair', { chairs: [] }, 'A clinic needs a chair'],
    ['a chair without a name', { chairs: ['Chair 1', ' '] }, 'The name of chair 2 is missing'],
    ['two alike', { chairs: ['Window', 'window '] }, 'Two chairs are called window'],
    ['64 chairs', { chairs: Array.from({ length: 64 }, (_, n) => `Chair ${n}`) }, 'accepted'],
    ['65 chairs', { chairs: Array.from({ length: 65 }, (_, n) => `Chair ${n}`) }, 'too-many: Vigil shows 64 chairs'],
  ])('PH-138 %s: each refused value is named', (_, change, sentence) => {
    expect(told(ask(founded, setUp(change)))).toContain(sentence);
  });
});
