import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { Role } from '#core/actor.ts';
import type { Refusal } from '#core/refusal.ts';
import { deskContext } from '../access/desk.ts';
import { FixtureDesk } from '../gallery/fixture-desk.svelte.ts';
import { fixtures } from '../components/fixtures.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import ChairScreen from './ChairScreen.svelte';
import { waitText } from './alone-lines.ts';
import type { Give, GiveTo } from './give.ts';
import type { SoundShown } from '../sound/sound-shown.ts';

const trend = createRawSnippet(() => ({ render: () => '<p>Trend</p>' }));
const done = () => Promise.resolve(null);

interface Options {
  readonly refusal?: Refusal;
  readonly role?: Role;
  readonly size?: readonly [number, number];
  readonly sound?: SoundShown;
}
async function chair(name: string, { refusal, role = 'nurse', size = [1280, 800], sound }: Options = {}) {
  await page.viewport(...size);
  document.documentElement.dataset['theme'] = 'dim';
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal ?? null));
  /** The visits that something was given of. */
  const visits: string[] = [];
  const props = {
    ...fixture,
    lostSince: fixture.connection === 'lost' ? fixture.now - 7_000 : null,
    site: { demo: false, chairs: [], protocols: [] },
    staff: { name: 'K. Marsh', role },
    give: ((visitId, command) => (visits.push(visitId), give(command))) satisfies GiveTo,
    openVisit: done,
    trend,
    ...(sound && { sound }),
  };
  const screen = await render(ChairScreen, { props, context: deskContext(new FixtureDesk()) });
  await document.fonts.ready;
  return { screen, give, visits };
}
const refusal: Refusal = { code: 'not-ready', message: 'Monitoring goes on: not met yet: minimum time.' };
const RUNNING = Object.keys(fixtures).filter((name) => fixtures[name]?.view?.phase?.name === 'infusion');

describe('UI-27 a running visit fits', () => {
  test.each([
    [1280, 800],
    [800, 1280],
  ])('%d × %d, in every state of the infusion', async (width, height) => {
    for (const name of [...RUNNING, 'recovery', 'past-mark', 'may-end', 'discharge']) {
      const { screen } = await chair(name, { size: [width, height] });
      const { scrollWidth, scrollHeight } = document.documentElement;
      expect([name, scrollWidth <= width, scrollHeight <= height]).toEqual([name, true, true]);
      const rail = screen.getByRole('complementary').element();
      expect([name, rail.scrollHeight <= rail.clientHeight]).toEqual([name, true]);
      await screen.unmount();
    }
  });
});

test('UI-28 everything that is tapped is at least 48 px high', async () => {
  for (const name of Object.keys(fixtures)) {
    const { screen } = await chair(name);
    const tapped = [...screen.container.querySelectorAll<HTMLElement>('button, .box, label:has(input[type=radio])')];
    const small = tapped.filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 48);
    expect([name, small.map((each) => each.textContent)]).toEqual([name, []]);
    await screen.unmount();
  }
});

describe('UI-436 when another visit is on the chair', () => {
  const another = (name: string) => {
    const view = fixtures[name]?.view;
    if (!view) throw new Error(`no view ${name}`);
    return { view: { ...view, visitId: 'another' } };
  };

  test.each<[name: string, path: string, ...buttons: (string | RegExp)[]]>([
    ['discharge', 'signing', /^Sign and/],
    ['calm', 'stopping', /^I stopped/],
    ['calm', 'menu', 'Menu'],
    ['calm', 'wrong patient', 'Menu', 'Wrong patient'],
    ['calm', 'ending', 'Menu', /^Transferred/],
    ['calm', 'moving', 'Menu', 'Move to another chair'],
    ['calm', 'handing over', 'Menu', /^Hand over/],
    ['several', 'alerts', /more$/],
    ['message', 'answering', 'Answer'],
  ])('%s, %s: what was opened for the first is closed', async (name, _, ...buttons) => {
    const { screen } = await chair(name);
    for (const each of buttons) await screen.getByRole('button', { name: each }).first().click();
    await expect.element(screen.getByRole('dialog')).toBeVisible();
    const { view } = another(name);
    await screen.rerender({ view: { ...view, visitId: fixtures[name]?.view?.visitId ?? null } });
    await expect.element(screen.getByRole('dialog')).toBeVisible();
    await screen.rerender({ view });
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  });

  test('UI-24 what was answered already is recorded of the first, and the other is asked', async () => {
    const { screen, give, visits } = await chair('question');
    await screen.getByRole('button', { name: 'Drowsy' }).click();
    await expect.element(screen.getByRole('button', { name: 'No nausea' })).toBeVisible();
    expect(give).not.toHaveBeenCalled();
    await screen.rerender(another('question'));
    await expect.element(screen.getByRole('button', { name: 'Drowsy' })).toBeVisible();
    const entry = { kind: 'response', response: 'drowsy' };
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'entry:record', entry, minutesAgo: 0 });
    expect(visits).toEqual(['v3']);
  });

  test('what was refused of the first is said, though its place is gone', async () => {
    const { screen, give } = await chair('calm');
    const answer = Promise.withResolvers<Refusal>();
    give.mockImplementation(() => answer.promise);
    await screen.getByRole('button', { name: 'Repositioned' }).click();
    await screen.rerender(another('calm'));
    answer.resolve(refusal);
    const said = screen
      .getByRole('alert')
      .filter({ hasText: /^Not recorded, of the visit that was here before: Moni/ });
    await expect.element(said).toBeVisible();
    await said.getByRole('button', { name: 'OK' }).click();
    await expect.element(said).not.toBeInTheDocument();
  });

  test('who waits for the ride is no part of the visit: a summary that is over closes nothing of theirs', async () => {
    const { screen } = await chair('ended');
    const waiting = createRawSnippet(() => ({ render: () => '<input aria-label="Leaves with">' }));
    await screen.rerender({ waiting });
    await screen.getByRole('textbox', { name: 'Leaves with' }).fill('Sam');
    await screen.rerender({ view: fixtures['free']?.view ?? null });
    await expect.element(screen.getByRole('textbox', { name: 'Name' })).toBeVisible();
    await expect.element(screen.getByRole('textbox', { name: 'Leaves with' })).toHaveValue('Sam');
  });

  test('an act of two commands stays with the first', async () => {
    const { screen, give, visits } = await chair('calm');
    const answers: ((refusal: Refusal | null) => void)[] = [];
    give.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    await screen.getByRole('button', { name: /^O₂/ }).click();
    expect(visits).toEqual(['v3']);
    await screen.rerender(another('calm'));
    answers[0]?.(null);
    await vi.waitFor(() => expect(visits).toEqual(['v3', 'v3']));
  });

  test('what was typed in a field that is taken away, and tells its change by that, is recorded of nobody', async () => {
    const { screen, visits } = await chair('setup');
    const weight = screen.getByRole('textbox', { name: 'Weight', exact: true });
    if (weight.query() === null) await screen.getByRole('button', { name: /^\d? ?Set-up/ }).click();
    await weight.fill('82');
    await screen.rerender(another('setup'));
    expect(visits).toEqual([]);
  });
});

describe('UI-13 without a connection', () => {
  test('the strip says so and every value is drawn old', async () => {
    const { screen } = await chair('lost');
    await expect.element(screen.getByRole('alert')).toMatchTextContent('No connection to Vigil');
    for (const name of ['SpO₂', 'Pulse', 'Blood pressure']) {
      const cell = screen.getByRole('group', { name, exact: true }).element();
      for (const numeral of cell.querySelectorAll('.numeral')) {
        const { color, fontWeight } = getComputedStyle(numeral);
        expect([name, color, fontWeight]).toEqual([name, 'rgb(138, 147, 149)', '300']);
      }
      expect(getComputedStyle(cell.querySelector('.value') as Element).backgroundImage).toContain('gradient');
    }
    await expect.element(screen.getByText('No next BP: no connection')).toBeVisible();
    await expect.element(screen.getByText(/^Devices\s*not known$/)).toBeVisible();
    await expect.element(screen.getByText('for 0:07')).toBeVisible();
  });
});

test('UI-11 an unseen high alert frames the screen, an acknowledged one does not', async () => {
  const frame = (container: Element) =>
    getComputedStyle(container.querySelector('.screen') as Element, '::after').borderLeftWidth;
  const { screen } = await chair('high');
  expect(frame(screen.container)).toBe('6px');
  await screen.unmount();
  const { screen: seen } = await chair('high-seen');
  expect(frame(seen.container)).not.toBe('6px');
});

test('UI-8 name and birth date stand on every page of a visit', async () => {
  for (const [name, { view }] of Object.entries(fixtures)) {
    if (!view?.patient) continue;
    const { screen } = await chair(name);
    await expect.element(screen.getByRole('banner')).toMatchTextContent(/Dana Marlow\s*born 14 Mar 1986/);
    await screen.unmount();
  }
});

describe('UI-17 a refusal stands beside the button', () => {
  test('in the rail', async () => {
    const { screen, give } = await chair('recovery', { refusal });
    await screen.getByRole('button', { name: /^End monitoring/ }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'monitoring:end' });
    const sentence = screen.getByText(refusal.message).element().getBoundingClientRect();
    const button = screen
      .getByRole('button', { name: /^End monitoring/ })
      .element()
      .getBoundingClientRect();
    expect(Math.abs(button.top - sentence.bottom)).toBeLessThan(80);
  });
  test('UI-155 for want of a name it offers to choose one', async () => {
    const { screen } = await chair('recovery', { refusal: { code: 'not-allowed', message: NOBODY_NAMED } });
    await screen.getByRole('button', { name: /^End monitoring/ }).click();
    await screen.getByRole('button', { name: 'Choose who you are' }).click();
    await expect.element(screen.getByRole('dialog', { name: 'Who are you?' })).toBeVisible();
  });
  test.each([
    [1280, 800],
    [800, 1280],
  ])('UI-155 at %d × %d what the cuff refused covers no number and no limit', async (width, height) => {
    const answer = { code: 'conflict', message: 'The cuff rests 30 s between two measurements: try again in 12 s.' };
    const { screen } = await chair('cuff-rests', { refusal: answer as Refusal, size: [width, height] });
    await screen.getByRole('button', { name: 'Measure now' }).click();
    const said = screen.getByText(answer.message).element().closest('.refusal')?.getBoundingClientRect();
    for (const kept of screen.container.querySelectorAll('.numeral, .map, .limits, .next .words')) {
      const box = kept.getBoundingClientRect();
      const isApart =
        !said || said.top >= box.bottom || said.bottom <= box.top || said.left >= box.right || said.right <= box.left;
      expect([kept.className, isApart]).toEqual([kept.className, true]);
    }
  });
  test('in a form, which stays open with what was typed', async () => {
    const { screen } = await chair('calm', { refusal });
    await screen.getByRole('button', { name: 'Note' }).click();
    await screen.getByRole('textbox', { name: 'Note' }).fill('felt warm');
    await screen.getByRole('button', { name: 'Record the note' }).click();
    await expect.element(screen.getByText(refusal.message)).toBeVisible();
    await expect.element(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('felt warm');
  });
  test('a doubtful weight is answered with yes', async () => {
    const doubtful = { code: 'needs-confirmation', message: '60 kg differs from 80 kg.' } as const;
    const { screen, give } = await chair('setup', { refusal: doubtful });
    await screen.getByLabelText('Weight').fill('60');
    await userEvent.tab();
    await screen.getByRole('button', { name: 'Yes, it is right' }).click();
    const setUp = { weightKg: 60, doseMg: 30 };
    expect(give.mock.calls).toEqual([
      [{ type: 'setup:record', setUp }],
      [{ type: 'setup:record', setUp, confirmed: true }],
    ]);
  });
});

describe('what a nurse taps', () => {
  test('UI-22 a pause timed 5 min ago, and the next tap is now again', async () => {
    const { screen, give } = await chair('calm');
    await screen.getByText('5 min').click();
    await screen.getByRole('button', { name: 'I paused the pump' }).click();
    expect(give).toHaveBeenLastCalledWith({ type: 'pump:pause', minutesAgo: 5 });
    await screen.getByRole('button', { name: 'I started a BP' }).click();
    expect(give).toHaveBeenLastCalledWith({ type: 'entry:record', entry: { kind: 'bp-started' }, minutesAgo: 0 });
    await expect.element(screen.getByRole('radio', { name: 'now' })).toBeChecked();
  });
  test('UI-3 what was done is tied to the first alert; oxygen also sets the flow', async () => {
    const { screen, give } = await chair('several');
    await screen.getByRole('button', { name: 'O₂ 2 L/min' }).click();
    await expect.poll(() => give.mock.calls.length).toBe(2);
    expect(give.mock.calls.map(([command]) => command.type === 'entry:record' && command.entry)).toEqual([
      { kind: 'oxygen', flowLPerMin: 2 },
      { kind: 'intervention', intervention: 'oxygen', forAlertId: 'spo2-low', text: '2 L/min' },
    ]);
  });
  test('UI-16 stopping asks the reason before anything is sent', async () => {
    const { screen, give } = await chair('calm');
    await screen.getByRole('button', { name: 'I stopped the pump' }).click();
    await screen.getByRole('button', { name: /^The pump is stopped/ }).click();
    expect(give).not.toHaveBeenCalled();
    await expect.element(screen.getByText('Choose why the pump was stopped.')).toBeVisible();
    await screen.getByRole('button', { name: 'Patient asked' }).click();
    await screen.getByRole('button', { name: /^The pump is stopped/ }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'infusion:end', reason: 'patient-request', minutesAgo: 0 });
  });
});

describe('UI-26 the discharge list', () => {
  test('a person’s items have a button', async () => {
    const { screen, give } = await chair('recovery');
    await screen.getByRole('button', { name: 'Check Oriented' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'criterion:check', criterion: 'oriented', met: true });
  });
  test('UI-26 UI-322 a provider is offered to set one aside, and a nurse on a verbal order, which the dialog asks for', async () => {
    const { screen } = await chair('discharge');
    await screen
      .getByRole('button', { name: /^Set aside/ })
      .first()
      .click();
    await expect.element(screen.getByRole('region', { name: 'On a verbal order' })).toBeVisible();
    await screen.unmount();
    const { screen: provider } = await chair('discharge', { role: 'provider' });
    await provider
      .getByRole('button', { name: /^Set aside/ })
      .first()
      .click();
    await expect.element(provider.getByRole('dialog')).toBeVisible();
    expect(provider.getByRole('region', { name: 'On a verbal order' }).elements()).toEqual([]);
  });
});

describe('UI-110 a tablet that watches alone', () => {
  const text = (element: { element(): Element }): string => element.element().textContent ?? '';

  test('UI-110 UI-111 the strip tells its own alerts, its values are live, and a banner says who cannot see', async () => {
    const { screen } = await chair('alone-high');
    await expect.element(screen.getByText('This tablet only: the station cannot see')).toBeVisible();
    await expect.element(screen.getByRole('heading', { level: 1, name: 'SpO₂ 82 ≤ 85' })).toBeVisible();
    await expect.element(screen.getByText(/^No connection/)).toBeVisible();
    expect(text(screen.getByRole('group', { name: /SpO/ }).first())).not.toContain('old');
    await screen.unmount();
  });
  test('UI-112 what waits is counted and listed; what was not recorded says why, and goes when it is dismissed', async () => {
    const waiting = await chair('alone');
    await waiting.screen.getByRole('button', { name: '3 entries wait to go up' }).click();
    const list = waiting.screen.getByRole('dialog', { name: 'Entered while this tablet was alone' });
    await expect.element(list).toBeVisible();
    expect(text(list)).toContain('BP by hand 148/92');
    expect(text(list)).toMatch(/Nausea\s*tapped 14:21 by K\. Marsh/);
    await waiting.screen.unmount();

    const told = await chair('alone-told');
    await expect.element(told.screen.getByText('1 entry not recorded')).toBeVisible();
    await told.screen.getByRole('button', { name: 'See why' }).click();
    const refused = told.screen.getByRole('dialog', { name: 'Entered while this tablet was alone' });
    await expect.element(refused).toBeVisible();
    expect(text(refused)).toContain('Pump paused: not recorded');
    expect(text(refused)).toContain('this visit is in recovery');
    await expect.element(refused.getByRole('button', { name: 'Seen, remove' })).toBeVisible();
    await told.screen.unmount();
  });
  test('UI-152 the values and the buttons stand where they stood; in portrait the top bar says it', async () => {
    for (const size of [
      [1280, 800],
      [800, 1280],
    ] as const) {
      const tops = async (name: string) => {
        const { screen } = await chair(name, { size, sound: fixtureSound('on') });
        const found = [
          screen.getByRole('group', { name: 'Pulse', exact: true }),
          screen.getByRole('button', { name: /^I paused/ }),
        ].map((each) => each.element().getBoundingClientRect().top);
        const trendHeight = screen.container.querySelector('.trend')?.getBoundingClientRect().height ?? 0;
        const said = screen.container.querySelector<HTMLElement>('header .only')?.checkVisibility();
        await screen.unmount();
        return { found, trendHeight, said };
      };
      const [with_, without] = [await tops('alone'), await tops('calm')];
      expect(with_.found).toEqual(without.found);
      expect(with_.said).toBe(size[0] < size[1]);
      expect(with_.trendHeight).toBeGreaterThan(160);
    }
  });
  test('UI-112 of one entry it speaks in the singular', () => {
    expect([0, 1, 2].map(waitText)).toEqual([
      'Nothing waits to go up',
      '1 entry waits to go up',
      '2 entries wait to go up',
    ]);
  });
});
