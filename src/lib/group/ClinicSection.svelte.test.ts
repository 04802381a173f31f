import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { alertOf, liveVital, NOW, tileOf } from '../../../tests/support/tiles.ts';
import AttentionRail from '../station/AttentionRail.svelte';
import FurtherClinics from './FurtherClinics.svelte';
import { lostAlert } from './lost-alert.ts';
import OpenElsewhere from './OpenElsewhere.svelte';
import type { OtherClinic } from './other-clinics.svelte.ts';

const high = alertOf({ alertId: 'h', priority: 'high', text: 'SpO₂ 84 < 90' });
const without = { patient: null, care: null } as const;
const tiles = [tileOf(1, without), tileOf(2, { ...without, spo2: liveVital(84), alerts: [high] })];
const clinic = (changes: Partial<OtherClinic> = {}): OtherClinic => ({
  ...{ siteId: 'north', name: 'Clinic North', host: 'north.example', status: 'live', now: NOW, tiles, lost: undefined },
  ...changes,
});
const lost = lostAlert({ siteId: 'north', name: 'Clinic North' }, NOW - 12_000, undefined);
const shown = (clinics: readonly OtherClinic[], more: Partial<Parameters<typeof FurtherClinics>[1]> = {}) => {
  const box = document.createElement('div');
  box.style.cssText = 'width:900px;height:600px;display:flex;flex-direction:column';
  document.body.append(box);
  const acts = { onopen: vi.fn(), onread: vi.fn(), onagain: vi.fn() };
  return render(FurtherClinics, {
    target: box,
    props: { clinics, columns: 3, isDense: false, ...acts, ...more },
  }).then((screen) => ({ screen, ...acts }));
};

describe('UI-423 another clinic on the station', () => {
  test('UI-423 a section by its name has its chairs as tiles, most urgent first, and its counts', async () => {
    const { onopen } = await shown([clinic()]);
    const section = page.getByRole('region', { name: 'Clinic North' });
    await expect.element(section.getByRole('list')).toMatchTextContent(/2\s*infusion/);
    const numbers = [...section.element().querySelectorAll('.number')].map(({ textContent }) => textContent);
    expect(numbers).toEqual(['2', '1']);
    expect(section.element().querySelectorAll('.value.live')).toHaveLength(4);
    await section.getByRole('button', { name: /Chair 2/ }).click();
    expect(onopen).toHaveBeenCalledWith('north', 'chair-2');
    await section.getByRole('button', { name: 'Open Clinic North' }).click();
    expect(onopen).toHaveBeenLastCalledWith('north', undefined);
  });
});

describe('UI-423 the rail of a station that sees other clinics', () => {
  const rail = (furtherUnknown: readonly string[]) =>
    render(AttentionRail, {
      ...{ tiles: [tileOf(1)], now: NOW, lost: false, furtherUnknown },
      ...{ onopen: vi.fn(), onseen: () => Promise.resolve(null) },
    });
  test('UI-423 speaks for all while all is known', async () => {
    const screen = await rail([]);
    await expect.element(screen.getByRole('heading', { name: 'Nobody needs attention', exact: true })).toBeVisible();
    await expect.element(screen.getByText(/Here one\s+chair calm/)).toBeVisible();
    await expect.element(screen.getByText(/Not known now/)).not.toBeInTheDocument();
  });
  test('UI-423 speaks for itself alone while a clinic is not known, and names it', async () => {
    const screen = await rail(['Lakeside']);
    await expect.element(screen.getByRole('heading')).toMatchTextContent(/^Nobody needs attention here$/);
    await expect.element(screen.getByText('Not known now: Lakeside')).toBeVisible();
  });
});

describe('UI-424 a clinic that cannot be trusted to be now', () => {
  test('UI-424 without a connection it says so, and no number of it is live', async () => {
    await shown([clinic({ status: 'lost', lost })]);
    const section = page.getByRole('region', { name: 'Clinic North' });
    await expect.element(section.getByRole('status')).toMatchTextContent(/No connection to Clinic North for 0:12/);
    expect(section.element().querySelectorAll('.value.live')).toHaveLength(0);
    expect(section.element().querySelectorAll('.value.old')).toHaveLength(4);
    expect(section.element().querySelector('header.loud')).not.toBeNull();
  });
  test('UI-424 who has seen it stands there, and it is quiet', async () => {
    const seen = { ...lost, acknowledged: { byName: 'Dr Lind', at: NOW, place: 'station' as const } };
    await shown([clinic({ status: 'lost', lost: seen })]);
    const section = page.getByRole('region', { name: 'Clinic North' });
    await expect.element(section.getByRole('status')).toMatchTextContent(/seen by Dr Lind/);
    expect(section.element().querySelector('header.loud')).toBeNull();
  });
  test('UI-424 while something of it is asked for again it is not live either', async () => {
    await shown([clinic({ status: 'asking' })]);
    const section = page.getByRole('region', { name: 'Clinic North' });
    await expect.element(section.getByRole('status')).toMatchTextContent(/asking again/);
    expect(section.element().querySelectorAll('.value.live')).toHaveLength(0);
  });
  test.each<[string, Partial<OtherClinic>, RegExp]>([
    ['loading', { status: 'loading', tiles: undefined }, /Loading its chairs/],
    ['empty', { tiles: [] }, /no chairs yet/],
    ['never heard', { status: 'lost', tiles: undefined, lost }, /Nothing was heard of it yet/],
  ])('UI-424 %s', async (_, changes, text) => {
    const { screen } = await shown([clinic(changes)]);
    await expect.element(screen.getByText(text)).toBeVisible();
  });
  test('UI-427 one that is shown no more is named until somebody has read it; a refusal can be tried again where that can help', async () => {
    const gone = await shown([], { gone: [{ siteId: 'north', name: 'Clinic North', why: 'It may not be seen.' }] });
    await expect.element(gone.screen.getByRole('status')).toMatchTextContent(/Clinic North is not shown any more\./);
    await gone.screen.getByRole('button', { name: /Close/ }).click();
    expect(gone.onread).toHaveBeenCalledWith('north');
    gone.screen.unmount();
    const notAllowed = await shown([], { refused: { code: 'not-allowed', message: 'Enrol this screen.' } });
    await expect.element(notAllowed.screen.getByText(/Enrol this screen\./)).toBeVisible();
    expect(notAllowed.screen.getByRole('button').query()).toBeNull();
    notAllowed.screen.unmount();
    const refused = await shown([], { refused: { code: 'unavailable', message: 'It is not reached.' } });
    await refused.screen.getByRole('button', { name: 'Try again' }).click();
    expect(refused.onagain).toHaveBeenCalledOnce();
  });
});

describe('UI-425 a chair of another clinic is opened there', () => {
  const chair = { chairId: 'c 4', name: 'Chair 4' };
  test('UI-425 with a link in a new tab, and what cannot be done from here', async () => {
    const screen = await render(OpenElsewhere, { open: true, clinic: clinic(), chair });
    await expect.element(screen.getByRole('dialog', { name: 'Open at Clinic North' })).toBeVisible();
    await expect.element(screen.getByText(/Nothing can be acknowledged/)).toBeVisible();
    const link = screen.getByRole('link', { name: /Chair 4/ }).element() as HTMLAnchorElement;
    expect([link.href, link.target, link.rel]).toEqual([
      'https://north.example/chair/c%204',
      '_blank',
      'noopener noreferrer',
    ]);
    expect(screen.container.querySelectorAll('input, textarea, select')).toHaveLength(0);
  });
  test('UI-425 a clinic without an address has no link, and says what to do', async () => {
    const screen = await render(OpenElsewhere, { open: true, clinic: clinic({ host: null }), chair: null });
    await expect.element(screen.getByText(/no address/)).toBeVisible();
    expect(screen.container.querySelector('a')).toBeNull();
  });
});
