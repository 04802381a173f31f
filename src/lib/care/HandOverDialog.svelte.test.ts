import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { deskContext } from '../access/desk.ts';
import ChairScreen from '../chair-page/ChairScreen.svelte';
import type { Give, GiveTo } from '../chair-page/give.ts';
import type { careFixtures } from '../components/fixture-care.ts';
import { fixtures } from '../components/fixtures.ts';
import { FixtureDesk } from '../gallery/fixture-desk.svelte.ts';

const trend = createRawSnippet(() => ({ render: () => '<p>Trend</p>' }));
const done = () => Promise.resolve(null);

async function chair(name: keyof typeof careFixtures, staffName: string | null, refusal: Refusal | null = null) {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = 'dim';
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal));
  const props = {
    ...fixture,
    lostSince: null,
    site: { demo: false, chairs: [], protocols: [] },
    staff: staffName === null ? null : ({ name: staffName, role: 'nurse' } as const),
    give: ((_, command) => give(command)) satisfies GiveTo,
    openVisit: done,
    trend,
  };
  await render(ChairScreen, { props, context: deskContext(new FixtureDesk()) });
  return give;
}
const button = (name: string | RegExp) => page.getByRole('button', { name });
const open = async () => {
  await userEvent.click(button(/hand over or cover$/));
  return page.getByRole('dialog', { name: 'Hand-over' });
};

describe('UI-220 the hand-over card', () => {
  test('UI-220 is read first, then accepted by the receiver with one tap, which names from whom', async () => {
    const give = await chair('hand-over', 'K. Marsh');
    const dialog = page.getByRole('dialog', { name: 'Hand-over' });
    for (const words of ['Dana Marlow', 'about 23.2 mg given, an estimate', '16:50 left', 'SYS 164 ≥ 160', 'Nausea'])
      await expect.element(dialog).toMatchTextContent(words);
    await userEvent.click(button('I take over from R. Adeyemi'));
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'nurse:take-over', from: 'R. Adeyemi' });
    await expect.element(dialog).not.toBeInTheDocument();
  });
  test('UI-220 whoever receives may cover instead', async () => {
    const give = await chair('hand-over', 'K. Marsh');
    await userEvent.click(button('I cover for R. Adeyemi, 15 min'));
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'cover:begin' });
  });
  test('UI-220 a refusal stands under the card, which stays', async () => {
    const message = 'T. Lee has this patient by now: read the card again, then take over.';
    await chair('hand-over', 'K. Marsh', { code: 'conflict', message });
    await userEvent.click(button('I take over from R. Adeyemi'));
    await expect.element(page.getByText(message)).toBeVisible();
    await expect.element(page.getByRole('dialog', { name: 'Hand-over' })).toBeVisible();
  });
  test('UI-220 the nurse in charge has nothing to accept there, and lets somebody else be named', async () => {
    await chair('other-high', 'K. Marsh');
    const dialog = await open();
    expect(dialog.getByRole('button', { name: /I take over|I cover/ }).elements()).toEqual([]);
    await userEvent.click(button('Somebody else takes over or covers'));
    await expect.element(page.getByRole('dialog', { name: /^Who (are you|is at this screen)\?$/ })).toBeVisible();
  });
  test('UI-220 nobody named is told so, with the way out, and sees the card', async () => {
    await chair('hand-over', null);
    await expect.element(button('Choose who you are')).toBeVisible();
    expect(button(/I take over/).elements()).toEqual([]);
  });
  test.each([
    ['R. Adeyemi', '15 min more', 'cover:begin'],
    ['R. Adeyemi', 'K. Marsh is back: end my cover', 'cover:end'],
    ['K. Marsh', 'I am back: end the cover by R. Adeyemi', 'cover:end'],
    ['T. Lee', 'I take over from K. Marsh', 'nurse:take-over'],
  ])('UI-220 under a cover %s may say “%s”', async (name, label, type) => {
    const give = await chair('cover', name);
    const dialog = await open();
    await userEvent.click(dialog.getByRole('button', { name: label }));
    expect(give.mock.calls.map(([command]) => command.type)).toEqual([type]);
  });
  test('UI-220 while one covers, a third is not offered to', async () => {
    await chair('cover', 'T. Lee');
    const dialog = await open();
    expect(dialog.getByRole('button', { name: /I cover/ }).elements()).toEqual([]);
  });
});

describe('UI-221 who has the patient', () => {
  test('UI-221 stands by initials beside who is at the screen, and in words for who cannot see it', async () => {
    await chair('cover', 'K. Marsh');
    const cell = button(/^K. Marsh has this patient, R. Adeyemi covers until/);
    await expect.element(cell).toMatchTextContent(/KM\s*RA/);
    const { width, height } = cell.element().getBoundingClientRect();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(48);
  });
  test('UI-221 the menu leads to the card too', async () => {
    await chair('cover', 'K. Marsh');
    await userEvent.click(button('Menu'));
    await userEvent.click(button('Hand over, or let somebody cover'));
    await expect.element(page.getByRole('dialog', { name: 'Hand-over' })).toBeVisible();
  });
});

describe('UI-222 a cover that ran out', () => {
  test.each([
    ['K. Marsh is back', 'cover:end'],
    ['15 min more', 'cover:begin'],
  ])('UI-222 the strip asks, and “%s” answers', async (label, type) => {
    const give = await chair('cover-over', 'R. Adeyemi');
    await expect.element(page.getByText('The cover by R. Adeyemi is over: is K. Marsh back?')).toBeVisible();
    await userEvent.click(button(label));
    expect(give.mock.calls.map(([command]) => command.type)).toEqual([type]);
  });
  test('UI-222 before that it asks nothing and says until when', async () => {
    await chair('cover', 'R. Adeyemi');
    await expect.element(page.getByText(/Nurse K. Marsh, R. Adeyemi covers until/)).toBeVisible();
    expect(button('15 min more').elements()).toEqual([]);
  });
});

describe('UI-227 the banner of another chair', () => {
  test('UI-227 names the chair first, leads to its page, is lower than the strip and covers no number', async () => {
    await chair('other-emergency', 'K. Marsh');
    const banner = page.getByRole('link', { name: /Chair 4/ });
    await expect.element(banner).toHaveAttribute('href', '/chair/c4');
    expect(banner.element().textContent.trim()).toMatch(/^Chair 4/);
    const box = banner.element().getBoundingClientRect();
    const strip = page.getByRole('alert').first().element().getBoundingClientRect();
    expect(box.height).toBeGreaterThanOrEqual(48);
    expect(box.height).toBeLessThan(88);
    expect(box.top).toBeGreaterThan(strip.bottom);
    const vitals = page.getByRole('region', { name: 'Trend' }).element().getBoundingClientRect();
    expect(box.bottom).toBeLessThanOrEqual(vitals.top + 1);
    expect(page.getByText('Ines').elements()).toEqual([]);
  });
});
