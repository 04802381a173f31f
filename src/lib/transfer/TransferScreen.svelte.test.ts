import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ChairView } from '#core/view.ts';
import { fixtureTrend } from '../components/fixture-trend.ts';
import { at } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { MOST_LINES } from './sheet-lines.ts';
import TransferScreen from './TransferScreen.svelte';

async function sheet(changes: Partial<Parameters<typeof TransferScreen>[1]> = {}, more: Partial<ChairView> = {}) {
  await page.viewport(1000, 1300);
  const { view, now } = fixtures['emergency-timeline'] ?? {};
  if (!view || now === undefined) throw new Error('no fixture');
  const shown = { ...view, ...more };
  const onprint = vi.fn<() => void>();
  const screen = await render(TransferScreen, {
    ...{ view: shown, series: fixtureTrend(shown, now), status: 'ready', now, connection: 'live', lostSince: null },
    ...{ visitId: 'v3', chairId: 'c3', siteName: 'Test clinic', demo: false, onprint },
    ...{ staff: { name: 'K. Marsh', role: 'nurse' } },
    ...changes,
  });
  const text = () => (screen.container.textContent ?? '').replace(/\s+/g, ' ');
  return { screen, text, onprint, now };
}

describe('UI-236 the transfer sheet', () => {
  test('UI-236 who, what was given, each vital with its times, oxygen, alerts and the whole emergency', async () => {
    const { text } = await sheet();
    for (const part of [
      'Dana Marlow',
      'born 14 Mar 1986',
      'Test clinic, Chair 3',
      'made 14:23:10 by K. Marsh, nurse',
      'Ketamine infusion, 40 min',
      '40 mg planned',
      'estimated from pumped time',
      'Started 14:00, 23 min ago',
      'paused since 14:19',
      'lowest 84 % at 14:23',
      'Oxygen now',
      'Baseline',
      '98 % at',
      '84 % at 14:23',
      'lowest',
      'highest',
      '128/79 mmHg',
      '148/90 mmHg',
      'SpO₂ 82 ≤ 85, high, open',
      'Emergency 14:19, goes on',
      '14:19:08Airway opened (K. Marsh)',
      'Drug given: as ordered by Dr E. Lindqvist, IV',
      'Dr E. Lindqvist is coming',
    ])
      expect(text(), part).toContain(part);
  });
  test('UI-236 side effects and what was done before stand apart, the newest when there are many', async () => {
    const entries = Array.from({ length: MOST_LINES + 3 }, (_, i) => ({
      ...{ entryId: `s${i}`, at: at(i), recordedAt: at(i), byName: 'K. Marsh' },
      entry: { kind: 'side-effect', effect: 'nausea', text: `number ${i}` } as const,
    }));
    const { text } = await sheet({}, { entries, emergencies: [], emergencySince: null });
    expect(text()).toContain('3 earlier in the record.');
    expect(text()).not.toContain('number 2 ');
    expect(text()).toContain(`number ${MOST_LINES + 2}`);
    expect(text()).toContain('Nothing recorded outside an emergency.');
  });
  test('UI-236 it advises nothing, and says what its numbers are', async () => {
    const { text } = await sheet();
    expect(text()).toContain('It is no order and no advice.');
  });
});

describe('UI-237 it is printed', () => {
  test('UI-237 black on white in both themes, by one button', async () => {
    for (const theme of ['dim', 'day']) {
      document.documentElement.dataset['theme'] = theme;
      const { screen, onprint } = await sheet();
      const paper = screen.getByRole('article', { name: 'Transfer sheet' }).element();
      expect(getComputedStyle(paper).backgroundColor).toBe('rgb(255, 255, 255)');
      for (const each of paper.querySelectorAll('h1, td, dd, li, p'))
        expect(getComputedStyle(each).color, each.textContent).toBe('rgb(0, 0, 0)');
      await screen.getByRole('button', { name: 'Print' }).click();
      expect(onprint).toHaveBeenCalledOnce();
      await screen.unmount();
    }
  });
});

describe('JR-89 the seal at the foot of the sheet', () => {
  const seal = { seal: 12, at: at(3), mac: 'ab'.repeat(32), visit: { seq: 118, hash: 'cd'.repeat(32) } };
  test('JR-89 its number, time and code, and the row of this visit it stands over', async () => {
    const { text } = await sheet({ seal });
    expect(text()).toContain('Vigil seal 12 of');
    expect(text()).toMatch(/Z abababababababab, visit \S+ row 118 cdcdcdcdcdcdcdcd/);
    expect(text()).toContain('Seals rows 1 to 118 of this visit’s record.');
  });
  test.each([
    [null, 'Not sealed yet: Vigil seals its record hourly.'],
    [{ ...seal, visit: null }, 'This visit began after this seal'],
    [undefined, 'The seal is not known'],
  ])('JR-89 %o', async (shown, words) => {
    const { text } = await sheet({ seal: shown });
    expect(text()).toContain(words);
  });
});

describe('UI-238 what is not known is said', () => {
  test('UI-238 without a connection the sheet says how old it is, and counts nothing on', async () => {
    const { screen, text, now } = await sheet();
    await screen.rerender({ connection: 'lost', lostSince: now, now: now + 185_000 });
    expect(text()).toContain('No connection to Vigil since 14:23:10: this sheet is 3:05 old');
    expect(text()).toContain('made 14:23:10');
    expect(text()).toContain('14:00, 23 min ago');
    expect(text()).toContain('84 % at 14:23, last heard');
  });
  test.each(['loading', 'failed'] as const)(
    'UI-238 the history is %s: nothing is said to be the furthest',
    async (status) => {
      const { text } = await sheet({ status });
      expect(text()).toContain('not known: the history could not be read');
      expect(text()).not.toContain('lowest');
    },
  );
  test.each([
    ['another visit is there', { visitId: 'else' }, 'not on this chair any more'],
    ['nothing was heard yet', { view: null, connection: 'connecting' as const }, 'Connecting to Vigil'],
    ['there is no such chair', { view: null, refused: 'No such chair.' }, 'No such chair.'],
  ])('UI-238 %s: no sheet, and nothing to print', async (_, changes, expected) => {
    const { screen, text } = await sheet(changes);
    expect(text()).toContain(expected);
    expect(text()).not.toContain('Dana Marlow');
    expect(screen.getByRole('button', { name: 'Print' }).elements()).toHaveLength(0);
  });
});
