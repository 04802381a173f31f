import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { at, calm } from '../components/fixture-calm.ts';
import { Requests } from '../components/requests.svelte.ts';
import type { Give } from './give.ts';
import QuestionActions from './QuestionActions.svelte';
import Vitals from './Vitals.svelte';

describe('UI-133 which arm, which hand', () => {
  const show = (view = calm) =>
    render(Vitals, { props: { view, lost: false, now: at(23), give: () => Promise.resolve(null) } });

  test('UI-133 the hand stands beside SpO₂, the arm beside the cuff’s BP', async () => {
    const screen = await show();
    await expect.element(screen.getByRole('group', { name: 'SpO₂' }).getByText('left hand, room air')).toBeVisible();
    await expect.element(screen.getByRole('group', { name: 'Blood pressure' }).getByText('right arm')).toBeVisible();
  });
  test('UI-133 of a BP by hand nobody knows the arm', async () => {
    const last = calm.nibp.last && { ...calm.nibp.last, byHand: true };
    const screen = await show({ ...calm, nibp: { ...calm.nibp, ...(last && { last }) } });
    expect(screen.getByText('right arm').elements()).toEqual([]);
  });
  test.each([
    ['oximeter', 'Left', { oximeterHand: 'left' }],
    ['cuff', 'Right', { cuffArm: 'right' }],
  ] as const)('UI-133 of another %s one tap says it: %s', async (of, name, setUp) => {
    const give = vi.fn<Give>(() => Promise.resolve(null));
    const props = { question: { kind: 'side', of }, requests: new Requests(), give, onstopped: () => {} } as const;
    const screen = await render(QuestionActions, { props });
    await userEvent.click(screen.getByRole('button', { name }));
    expect(give).toHaveBeenCalledWith({ type: 'setup:record', setUp });
  });
});
