import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { fixtureKeeping, keepingShown } from '../gallery/fixture-keeping.ts';
import type { Ask } from '../settings/ask.ts';
import KeepingSection from './KeepingSection.svelte';
import { visitIn, yearsIn } from './words.ts';
import { eventually } from '../../../tests/support/eventually.ts';

async function section(state = '', answer: Refusal | null = null) {
  await page.viewport(1100, 1400);
  const ask = vi.fn<Ask>(() => Promise.resolve(answer));
  const again = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const screen = await render(KeepingSection, { props: { shown: { ...keepingShown(state), ask: again }, ask } });
  const text = () => (screen.container.textContent ?? '').replace(/\s+/g, ' ');
  return { screen, ask, again, text };
}
/** As assistive technology does, which can only click: a second click stands for holding. */
function hold(element: Element): void {
  for (let click = 0; click < 2; click++) (element as HTMLElement).click();
}

describe('JR-93 what is kept, for an administrator', () => {
  test('JR-93 the rule and whose it is, what would go, what stays, the last seal and backup', async () => {
    const { text } = await section();
    for (const part of [
      ...[
        'Visits 10 years, the audit 6 years',
        'A. Lind',
        '14 visits, 6 names with what was planned, 3 days of the audit',
      ],
      ...['1 held, 2 with a verbal order that nobody co-signed', '31 streams of the record', '8123, 3f2a77c19b0211aa'],
      'a claim of 3 June',
    ])
      expect(text(), part).toContain(part);
  });
  test.each([
    ['empty', 'Everything is kept, for ever'],
    ['empty', 'Not sealed yet: sealed hourly'],
    ['empty', 'None. A visit that is held stays'],
    ['loading', 'Looking what is kept'],
    ['waits', 'A clock that is set ahead would make everything too old'],
  ])('JR-93 %s: %s', async (state, words) => {
    expect((await section(state)).text()).toContain(words);
  });
  test('JR-93 refused, it says why and looks again', async () => {
    const { screen, text, again } = await section('refused');
    expect(text()).toContain('Vigil did not answer');
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(again).toHaveBeenCalledOnce();
  });
});

describe('JR-94 setting the rule', () => {
  test('JR-94 says first what it does, and is held for a second', async () => {
    const { screen, ask, again } = await section();
    await userEvent.fill(screen.getByLabelText('Keep visits'), '7');
    await userEvent.click(screen.getByRole('button', { name: 'Change the rule' }));
    const dialog = screen.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent('Visits are kept 7 years, the audit 6 years.');
    await expect.element(dialog).toMatchTextContent('It cannot be had back.');
    expect(ask).not.toHaveBeenCalled();
    hold(screen.getByRole('button', { name: /^Set this rule/ }).element());
    await eventually(() => expect(again).toHaveBeenCalled());
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'retention:set', visitYears: 7, auditYears: 6 });
  });
  test('JR-94 keeping everything again needs no holding', async () => {
    const { screen, ask } = await section();
    await userEvent.clear(screen.getByLabelText('Keep visits'));
    await userEvent.clear(screen.getByLabelText('Keep the audit'));
    await userEvent.click(screen.getByRole('button', { name: 'Change the rule' }));
    await userEvent.click(screen.getByRole('button', { name: 'Keep everything' }));
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'retention:set', visitYears: null, auditYears: null });
  });
  test('JR-94 what is no number of years is refused on the page', async () => {
    const { screen, ask } = await section();
    await userEvent.fill(screen.getByLabelText('Keep visits'), '0');
    await userEvent.click(screen.getByRole('button', { name: 'Change the rule' }));
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Give whole years from 1 to 100');
    expect(ask).not.toHaveBeenCalled();
    expect(['', ' 7 ', '0', '101', '1.5', 'x', '-1'].map(yearsIn)).toEqual([
      ...[null, 7, undefined, undefined, undefined, undefined, undefined],
    ]);
  });
});

describe('JR-95 holding a visit', () => {
  test('JR-95 by the link of its page, with a reason; a refusal is said', async () => {
    const { screen, ask } = await section('', { code: 'not-found', message: 'There is no such visit in the record.' });
    await userEvent.click(screen.getByRole('button', { name: 'Hold it' }));
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Give the link');
    await userEvent.fill(screen.getByLabelText('Link of the visit’s page'), 'https://vigil.local/history/v-77?back=1');
    await userEvent.fill(screen.getByLabelText('Why it is held'), 'an inquiry');
    await userEvent.click(screen.getByRole('button', { name: 'Hold it' }));
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'visit:hold', visitId: 'v-77', reason: 'an inquiry' });
    await expect.element(screen.getByRole('alert')).toMatchTextContent('There is no such visit in the record.');
    expect(visitIn(' v-77 ')).toBe('v-77');
  });
  test('JR-95 it is released by holding', async () => {
    const { screen, ask } = await section();
    hold(screen.getByRole('button', { name: /^Release/ }).element());
    const visitId = fixtureKeeping.holds[0]?.visitId ?? '';
    await eventually(() => expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'visit:release', visitId }));
  });
});
