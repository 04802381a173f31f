import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Role } from '#core/actor.ts';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ChairView } from '#core/view.ts';
import { alert, at, calm } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import type { Give, GiveTo } from '../chair-page/give.ts';
import { deskContext } from '../access/desk.ts';
import { FixtureDesk } from '../gallery/fixture-desk.svelte.ts';
import PhoneScreen from './PhoneScreen.svelte';

interface Options {
  readonly refusal?: Refusal;
  readonly role?: Role | null;
  readonly size?: readonly [number, number];
  readonly theme?: 'dim' | 'day';
  readonly visitId?: string | null;
  readonly view?: ChairView;
}
async function phone(name: string, options: Options = {}) {
  const { refusal, role = 'provider', size = [360, 740], theme = 'dim', visitId = null } = options;
  await page.viewport(...size);
  document.documentElement.dataset['theme'] = theme;
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal ?? null));
  const onshow = vi.fn<() => void>();
  const { view, connection, now } = fixture;
  const props = {
    view: options.view ?? view,
    connection,
    now,
    lostSince: connection === 'lost' ? now - 7_000 : null,
    visitId,
    staff: role && { name: 'Dr. Ruiz', role },
    give: ((_, command) => give(command)) satisfies GiveTo,
    onshow,
  };
  const screen = await render(PhoneScreen, { props, context: deskContext(new FixtureDesk()) });
  await document.fonts.ready;
  return { screen, give, onshow, props };
}
const group = (screen: Awaited<ReturnType<typeof phone>>['screen'], name: string) =>
  screen.getByRole('group', { name, exact: true });

describe('UI-185 the visit', () => {
  test('chair, patient, phase with its minutes, numbers with their age, the alert with all that is known of it', async () => {
    const { screen } = await phone('high');
    await expect.element(screen.getByRole('heading', { name: 'Chair 3' })).toBeVisible();
    const head = page.elementLocator(screen.container.querySelector('header') as Element);
    await expect.element(head).toMatchTextContent(/Dana Marlow born 14 Mar 1986/);
    await expect.element(head).toMatchTextContent('Infusion 23:10 of 40:00, 16:50 left');
    await expect.element(group(screen, 'SpO₂')).toMatchTextContent(/84\s*−14 from 98/);
    await expect.element(group(screen, 'Blood pressure')).toMatchTextContent(/2 min old/);
    const open = screen.getByRole('list', { name: 'Open alerts' });
    await expect.element(open).toMatchTextContent(/SpO₂ 82 ≤ 85.*for 0:22.*Nobody acknowledged · Sounds at the chair/);
    await expect.element(screen.getByText('The chair has the sound; somebody listens at the station.')).toBeVisible();
  });
  test.each([
    ['stale', /97\s*41 s old\s*probe off/],
    ['none', /—\s*probe off/],
    ['poor', /100\s*motion/],
  ])('%s: never an old number as if it were now', async (name, words) => {
    const { screen } = await phone(name);
    await expect.element(group(screen, 'SpO₂')).toMatchTextContent(words);
    const numeral = group(screen, 'SpO₂').element().querySelector('.numeral') as Element;
    expect(getComputedStyle(numeral).fontWeight).toBe(name === 'poor' ? '500' : '300');
  });
  test('who has seen an alert, and where; a calm visit says that it is watched', async () => {
    const { screen } = await phone('seen-at-station');
    await expect.element(screen.getByText(/Seen by K\. Marsh at the station, 14:23/)).toBeVisible();
    await screen.unmount();
    const { screen: quiet } = await phone('calm');
    await expect.element(quiet.getByText('Watching, no alerts')).toBeVisible();
  });
  test('without SpO₂ no word says that the patient is watched', async () => {
    const gone = { ...(fixtures['none']?.view ?? calm), alerts: [] };
    const { screen } = await phone('none', { view: gone });
    await expect.element(screen.getByText('No data now: probe off')).toBeVisible();
    expect(screen.container.textContent).not.toContain('Watching');
  });
  test('a visit that is over has no numbers and nothing to do', async () => {
    const { screen } = await phone('ended');
    await expect.element(screen.getByText(/^Visit ended .*: went home$/)).toBeVisible();
    expect(screen.container.querySelector('.numeral')).toBeNull();
  });
});

describe('UI-186 a link names a visit', () => {
  test('another patient’s visit: said, and nothing of it on the page until it is asked for', async () => {
    const { screen, onshow } = await phone('high', { visitId: 'v2' });
    await expect.element(screen.getByText('The visit of this link is not on this chair any more.')).toBeVisible();
    for (const part of ['Marlow', '84', '148', 'SpO', 'Infusion', '1986'])
      expect(screen.container.textContent).not.toContain(part);
    await screen.getByRole('button', { name: 'Show Chair 3 as it is now' }).click();
    expect(onshow).toHaveBeenCalledOnce();
  });
  test('a visit that was moved is followed by a link', async () => {
    const { screen, props } = await phone('high', { visitId: 'v2' });
    await screen.rerender({ ...props, movedTo: { chairId: 'c7', name: 'Chair 7' } });
    await expect
      .element(screen.getByRole('link', { name: 'Follow it to Chair 7' }))
      .toHaveAttribute('href', '/phone/c7?visit=v2');
  });
  test('a chair that is free by now', async () => {
    const { screen } = await phone('free', { visitId: 'v3' });
    await expect.element(screen.getByText(/The chair is free: nobody is watched here/)).toBeVisible();
    expect(screen.getByRole('button', { name: /^Show/ }).query()).toBeNull();
  });
});

describe('UI-187 alerts are acknowledged one by one', () => {
  test('each by its own button', async () => {
    const { screen, give } = await phone('several');
    for (const text of ['SpO₂ 82 ≤ 85', 'SYS 164 ≥ 160', 'Pulse 97 ≥ 94'])
      await screen.getByRole('button', { name: `Acknowledge ${text}` }).click();
    expect(give.mock.calls.map(([command]) => command)).toEqual([
      { type: 'alert:acknowledge', alertId: 'spo2-low' },
      { type: 'alert:acknowledge', alertId: 'bp-high' },
      { type: 'alert:acknowledge', alertId: 'pulse-high' },
    ]);
    await expect.element(screen.getByText('2 more below')).toBeVisible();
  });
  test('what has been seen anywhere has no button; a mark has one', async () => {
    const { screen } = await phone('high-seen');
    expect(screen.getByRole('button', { name: /^Acknowledge/ }).query()).toBeNull();
    await screen.unmount();
    const { screen: marked, give } = await phone('mark');
    expect(marked.container.textContent).not.toContain('no alerts');
    await expect.element(marked.getByText(/ended by itself .* Nobody acknowledged it/)).toBeVisible();
    await marked.getByRole('button', { name: /^Seen/ }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'mark:clear', alertId: 'm' });
  });
  test('a refusal stands with the alert; for want of a name it offers the choice', async () => {
    const { screen } = await phone('high', { refusal: { code: 'not-allowed', message: NOBODY_NAMED }, role: null });
    await expect.element(screen.getByText('Nobody is named at this phone.')).toBeVisible();
    await screen.getByRole('button', { name: 'Acknowledge SpO₂ 82 ≤ 85' }).click();
    const item = screen.getByRole('listitem').filter({ hasText: 'SpO₂ 82 ≤ 85' });
    await expect.element(item).toMatchTextContent(NOBODY_NAMED);
    await item.getByRole('button', { name: 'Choose who you are' }).click();
    await expect.element(screen.getByRole('dialog', { name: 'Who are you?' })).toBeVisible();
  });
});

describe('UI-188 a hold', () => {
  const approve = 'Approve the start at this BP';
  const reason = 'Why the start is right all the same';
  test('what is asked and the pressure beside it; approved with a reason', async () => {
    const { screen, give } = await phone('hold');
    await expect.element(screen.getByText(/^BP 164\/98 is at or above 160\/100: hold/)).toBeVisible();
    await expect.element(group(screen, 'Blood pressure')).toMatchTextContent(/164\s*\/\s*98/);
    await screen.getByRole('button', { name: approve }).click();
    await expect.element(screen.getByText('Give the reason: it stays in the record.')).toBeVisible();
    expect(give).not.toHaveBeenCalled();
    await screen.getByRole('textbox', { name: reason }).fill('known hypertension');
    await screen.getByRole('button', { name: approve }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'hold:approve', reason: 'known hypertension' });
  });
  test('a newer BP must be read before it is approved', async () => {
    const { screen, give, props } = await phone('hold');
    await screen.getByRole('textbox', { name: reason }).fill('known hypertension');
    const held = fixtures['hold']?.view;
    if (!held?.readiness) throw new Error('no hold');
    const gateMessage = 'BP 176/104 is at or above 160/100: hold.';
    await screen.rerender({ ...props, view: { ...held, readiness: { ...held.readiness, gateMessage } } });
    await screen.getByRole('button', { name: approve }).click();
    await expect.element(screen.getByText(/^There is a newer BP/)).toBeVisible();
    expect(give).not.toHaveBeenCalled();
    await screen.getByRole('button', { name: approve }).click();
    expect(give).toHaveBeenCalledOnce();
  });
  test.each(['nurse', 'administrator'] as const)('a %s is told who may', async (role) => {
    const { screen } = await phone('hold', { role });
    await expect.element(screen.getByText(/A provider approves it, here or at the station/)).toBeVisible();
    expect(screen.getByRole('button', { name: approve }).query()).toBeNull();
  });
});

describe('UI-189 without a connection', () => {
  test.each(['dim', 'day'] as const)(
    'since when; every number is drawn old, nothing can be given, %s',
    async (theme) => {
      const { screen } = await phone('lost', { theme });
      await expect
        .element(screen.getByRole('alert'))
        .toMatchTextContent(/No connection since 14:23 \(0:07\): the numbers below are old/);
      for (const numeral of screen.container.querySelectorAll('.numeral'))
        expect(getComputedStyle(numeral).fontWeight).toBe('300');
      await expect.element(group(screen, 'SpO₂')).toMatchTextContent(/7 s old\s*no connection/);
      for (const button of screen.getByRole('button', { name: /^Acknowledge/ }).elements())
        expect((button as HTMLButtonElement).disabled).toBe(true);
      expect(screen.container.querySelector('.flashing')).toBeNull();
      expect(screen.container.textContent).not.toContain('of 40:00');
      await expect.element(screen.getByText('Who has the sound now is not known.')).toBeVisible();
    },
  );
  test('a calm visit is not called watched', async () => {
    const { screen, props } = await phone('calm');
    await screen.rerender({ ...props, connection: 'lost', lostSince: props.now });
    await expect.element(screen.getByText('What is open now is not known')).toBeVisible();
  });
});

test('UI-190 it says that it makes no sound, and asks the browser for none', async () => {
  const { screen } = await phone('high');
  await expect.element(screen.getByText(/This page makes no sound and is no alarm/)).toBeVisible();
  expect(Notification.permission).not.toBe('granted');
  expect(screen.getByRole('button', { name: /sound/i }).query()).toBeNull();
});

describe('UI-191 it fits a phone', () => {
  test.each([
    [360, 740],
    [390, 844],
    [430, 932],
    [740, 360],
    [932, 430],
  ])('%d × %d: nothing sideways, everything that is tapped at least 48 px high', async (width, height) => {
    for (const name of Object.keys(fixtures)) {
      const { screen } = await phone(name, { size: [width, height] });
      const { scrollWidth } = document.documentElement;
      expect([name, scrollWidth <= width]).toEqual([name, true]);
      const small = [...screen.container.querySelectorAll<HTMLElement>('button, a')].filter(
        (each) => each.checkVisibility() && each.getBoundingClientRect().height < 48,
      );
      expect([name, small.map((each) => each.textContent)]).toEqual([name, []]);
      await screen.unmount();
    }
  });
  test('of a high alert its button, SpO₂ and pulse are in sight without scrolling', async () => {
    for (const size of [
      [360, 740],
      [740, 360],
    ] as const) {
      const { screen } = await phone('several', { size });
      for (const element of [
        screen.getByRole('button', { name: 'Acknowledge SpO₂ 82 ≤ 85' }).element(),
        group(screen, 'SpO₂').element(),
        group(screen, 'Pulse').element(),
      ])
        expect(element.getBoundingClientRect().bottom).toBeLessThanOrEqual(size[1]);
      await screen.unmount();
    }
  });
});

test('UI-192 an emergency stands over everything else of the visit', async () => {
  const { screen } = await phone('emergency');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Emergency declared 14:21, 2:10 ago/);
});

test('UI-193 that nobody was paged stands among the alerts, with the reason', async () => {
  const failed = alert({
    kind: 'page-failed',
    priority: 'medium',
    parameter: 'technical',
    text: 'Nobody was paged',
    detail: 'The webhook was not reached: it answered 503.',
    onsetAt: at(23),
  });
  const high = fixtures['high']?.view ?? calm;
  const { screen } = await phone('high', { view: { ...high, alerts: [...high.alerts, failed] } });
  const more = screen.getByRole('list', { name: 'More alerts' });
  await expect.element(more).toMatchTextContent(/Nobody was paged.*The webhook was not reached: it answered 503\./);
});

test('UI-194 a low battery is said before the start on a phone too', async () => {
  const { screen } = await phone('battery-low');
  await expect.element(screen.getByText(/The battery of “Oximeter 3” is low, 12 %/)).toBeVisible();
});
