import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { Give, GiveTo } from '../chair-page/give.ts';
import ChairScreen from '../chair-page/ChairScreen.svelte';
import { fixtures } from '../components/fixtures.ts';

const done = () => Promise.resolve(null);
const trend = createRawSnippet(() => ({ render: () => '<p>trend</p>' }));
async function emergency(size: readonly [number, number] = [1280, 800], answer: Give = done) {
  await page.viewport(...size);
  const { view, now } = fixtures['emergency-timeline'] ?? {};
  if (!view || now === undefined) throw new Error('no fixture');
  const give = vi.fn<Give>(answer);
  const screen = await render(ChairScreen, {
    ...{ view, connection: 'live' as const, now, lostSince: null, site: null },
    ...{
      staff: { name: 'K. Marsh', role: 'nurse' as const },
      give: ((_, command) => give(command)) satisfies GiveTo,
      openVisit: done,
      trend,
    },
  });
  await document.fonts.ready;
  return { screen, give };
}
const step = (name: string) => ({ type: 'entry:record', entry: { kind: 'emergency', step: name }, minutesAgo: 0 });

describe('UI-235 the rail of an emergency', () => {
  test('UI-235 one tap for each thing done', async () => {
    const { screen, give } = await emergency();
    const tap = (name: string) =>
      screen.getByRole('group', { name: 'What is done' }).getByRole('button', { name }).click();
    await tap('Compressions');
    await tap('Bag-mask');
    await tap('Ambulance called');
    await tap('O₂ 15 L/min');
    expect(give.mock.calls.map(([command]) => command)).toEqual([
      step('cpr'),
      step('bag-mask'),
      step('ambulance-called'),
      { type: 'entry:record', entry: { kind: 'oxygen', flowLPerMin: 15 }, minutesAgo: 0 },
    ]);
  });
  test('UI-235 a tap while another is on its way is not swallowed', async () => {
    const answers: ((refusal: Refusal | null) => void)[] = [];
    const { screen, give } = await emergency([1280, 800], () => new Promise((resolve) => answers.push(resolve)));
    await screen.getByRole('button', { name: 'Airway opened' }).click();
    await screen.getByRole('button', { name: 'IV fluid' }).click();
    expect(give.mock.calls.map(([command]) => command)).toEqual([step('airway'), step('iv-fluid')]);
    for (const answer of answers) answer({ code: 'unavailable', message: 'Not recorded: try again.' });
    await expect.element(screen.getByText('Not recorded: try again.')).toBeVisible();
  });
  test('UI-235 a drug is written in words; nothing is suggested', async () => {
    const { screen, give } = await emergency();
    await screen.getByRole('button', { name: 'Drug given…' }).click();
    const field = screen.getByLabelText('Drug, dose, route');
    await expect.element(field).toHaveValue('');
    await screen.getByRole('button', { name: 'Record it' }).click();
    await expect.element(screen.getByText(/Write what was given/)).toBeVisible();
    await field.fill('as ordered, IV');
    await screen.getByRole('button', { name: 'Record it' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({
      ...step('drug'),
      entry: { kind: 'emergency', step: 'drug', text: 'as ordered, IV' },
    });
  });
  test('UI-235 the timeline, newest first, counts from the declaration and holds pump and calls too', async () => {
    const { screen } = await emergency();
    const lines = screen
      .getByRole('log', { name: 'Emergency timeline' })
      .getByRole('listitem')
      .elements()
      .map((each) => each.textContent.replace(/\s+/g, ' ').trim());
    expect(lines[0]).toMatch(/^3:45 Compressions 14:22 · K\. Marsh$/);
    expect(lines.at(-1)).toMatch(/^0:00 Emergency declared/);
    expect(lines.join('\n')).toMatch(/1:02 Dr E\. Lindqvist is coming[^]*0:20 Provider called[^]*0:12 Pump paused/);
  });
  test.each([
    ['landscape', [1280, 800]],
    ['portrait', [800, 1280]],
  ] as const)('UI-235 in %s steps, pump, sheet and the end are in reach without scrolling', async (_, size) => {
    const { screen, give } = await emergency(size);
    for (const name of ['Compressions', 'Other…', 'I stopped it', 'Record more', 'Call again', /^Emergency/]) {
      const { bottom, right, height } = screen.getByRole('button', { name }).element().getBoundingClientRect();
      expect(bottom, String(name)).toBeLessThanOrEqual(size[1]);
      expect(right, String(name)).toBeLessThanOrEqual(size[0]);
      expect(height, String(name)).toBeGreaterThanOrEqual(48);
    }
    await screen.getByRole('button', { name: 'I stopped it' }).click();
    await expect.element(screen.getByRole('dialog')).toBeVisible();
    expect(give).not.toHaveBeenCalled();
    await expect
      .element(screen.getByRole('link', { name: 'Transfer sheet' }))
      .toHaveAttribute('href', '/transfer/c3?visit=v3');
  });
  test('UI-235 everything of it is reached and done by keyboard', async () => {
    const { screen, give } = await emergency();
    (screen.getByRole('button', { name: 'Compressions' }).element() as HTMLElement).focus();
    const reached: string[] = [];
    for (let i = 0; i < 16; i += 1) {
      reached.push(
        document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim() ?? '',
      );
      await userEvent.tab();
    }
    expect(reached).toEqual(
      expect.arrayContaining(['Compressions', 'Other…', 'I stopped it', 'Emergency timeline', 'Transfer sheet']),
    );
    (screen.getByRole('button', { name: 'Bag-mask' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    expect(give).toHaveBeenCalledExactlyOnceWith(step('bag-mask'));
  });
});
