import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { notJudged } from '#core/view/alert-view.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import { fixtures } from '../components/fixtures.ts';
import AlertStrip from './AlertStrip.svelte';
import type { Give } from './give.ts';

async function strip(name: string, refusal: Refusal | null = null) {
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal));
  const onstopped = vi.fn();
  const { view, now, connection } = fixture;
  const lostSince = connection === 'lost' ? now - 7_000 : null;
  const screen = await render(AlertStrip, { view, now, connection, lostSince, give, onstopped });
  return { screen, give, onstopped, root: screen.container.querySelector('section') as HTMLElement };
}

describe('UI-10 the strip is always as tall', () => {
  test.each([
    [1280, 800, 88],
    [800, 1280, 164],
  ])('at %d × %d: %d px in every state', async (width, height, tall) => {
    await page.viewport(width, height);
    for (const name of Object.keys(fixtures)) {
      const { root, screen } = await strip(name);
      expect([name, root.getBoundingClientRect().height]).toEqual([name, tall]);
      await screen.unmount();
    }
  });

  test('an alert interrupts a reader, a calm strip waits its turn', async () => {
    const { screen: loud } = await strip('high');
    await expect.element(loud.getByRole('alert').getByText('SpO₂ 82 ≤ 85')).toBeVisible();
    await loud.unmount();
    const { screen: calm } = await strip('calm');
    await expect.element(calm.getByRole('status').getByText('Watching, no alerts')).toBeVisible();
  });

  test.each([
    ['lost', 'No connection to Vigil'],
    ['connecting', 'Connecting to Vigil'],
    ['free', 'Chair is free'],
    ['emergency', 'Emergency'],
    ['mark', 'Earlier: SpO₂ 82 ≤ 85'],
    ['discharge', 'Not watching'],
  ])('%s: %s', async (name, text) => {
    const { screen } = await strip(name);
    await expect.element(screen.getByRole('heading')).toMatchTextContent(text);
  });
});

test('AL-210 what is not judged can be paused, and nothing offers to acknowledge it', async () => {
  const { view, now } = fixtures['high'] ?? { view: null, now: 0 };
  if (!view) throw new Error('no fixture');
  const alerts = [notJudged('visit-1', now - 5_000)];
  const give = vi.fn<Give>(() => Promise.resolve(null));
  const props = { view: { ...view, alerts }, now, connection: 'live' as const, lostSince: null, give };
  const screen = await render(AlertStrip, { ...props, onstopped: vi.fn() });
  await expect.element(screen.getByRole('heading', { name: /Not judged/ })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Pause sound 2:00' })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Acknowledge' })).not.toBeInTheDocument();
});

test('UI-154 a tablet whose own watch failed says so, and not only that the connection is lost', async () => {
  const { view, now } = fixtures['lost'] ?? { view: null, now: 0 };
  const props = {
    view,
    now,
    connection: 'lost',
    lostSince: now,
    cannotWatch: true,
    give: vi.fn(),
    onstopped: vi.fn(),
  } as const;
  const screen = await render(AlertStrip, props);
  await expect.element(screen.getByRole('alert')).toMatchTextContent('This tablet cannot watch');
});

describe('UI-3 several alerts', () => {
  test('the first is said, the others open and are acknowledged one by one', async () => {
    const { screen, give } = await strip('several');
    await expect.element(screen.getByRole('heading', { level: 1 }).getByText('SpO₂ 82 ≤ 85')).toBeVisible();
    await screen.getByRole('button', { name: '+2 more' }).click();
    await expect.element(screen.getByRole('listitem').nth(1).getByText('SYS 164 ≥ 160')).toBeVisible();
    await screen.getByRole('listitem').nth(1).getByRole('button').click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'alert:acknowledge', alertId: 'bp-high' });
  });
});

test('UI-433 the next alert’s buttons are others than this one’s; while it stays they stay', async () => {
  const { view, now } = fixtures['high'] ?? { view: null, now: 0 };
  const first = view?.alerts[0];
  if (!view || !first) throw new Error('no fixture');
  const props = { now, connection: 'live', lostSince: null, give: vi.fn<Give>(), onstopped: vi.fn() } as const;
  const screen = await render(AlertStrip, { ...props, view });
  const buttons = () =>
    ['Acknowledge', 'Pause sound 2:00'].map((name) => screen.getByRole('button', { name, exact: true }).element());
  const before = buttons();
  await screen.rerender({ ...props, view: { ...view, alerts: [{ ...first, text: 'SpO₂ 81 ≤ 85' }] } });
  for (const [i, button] of buttons().entries()) expect(button).toBe(before[i]);
  await screen.rerender({ ...props, view: { ...view, alerts: [{ ...first, alertId: 'another' }] } });
  for (const [i, button] of buttons().entries()) expect(button).not.toBe(before[i]);
});

describe('UI-12 acknowledged', () => {
  test('at the chair: hollow, outlined, with who saw it, and no button to do it again', async () => {
    const { screen, root } = await strip('high-seen');
    await expect.element(screen.getByRole('region')).toMatchTextContent('seen by K. Marsh');
    await expect.element(screen.getByRole('img', { name: 'High, acknowledged' })).toBeVisible();
    expect(getComputedStyle(root).backgroundColor).toBe('rgb(11, 13, 14)');
    expect(screen.getByRole('button').elements()).toHaveLength(0);
  });
  test('at the station: still loud here, saying where it was seen', async () => {
    const { screen } = await strip('seen-at-station');
    await expect.element(screen.getByRole('region')).toMatchTextContent('seen by K. Marsh at the station');
    await expect.element(screen.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
    await expect.element(screen.getByRole('img', { name: 'Medium' })).toBeVisible();
  });
});

describe('UI-14 only the mark flashes', () => {
  test.each([
    ['high', '0.5s'],
    ['medium', '1.66s'],
    ['high-seen', null],
    ['medium-seen', null],
    ['advisory', null],
    ['calm', null],
  ])('%s: %s', async (name, duration) => {
    const { root } = await strip(name);
    const moving = [root, ...root.querySelectorAll('*')].filter(
      (each) => getComputedStyle(each).animationName !== 'none',
    );
    expect(moving.map((each) => [each.tagName, getComputedStyle(each).animationDuration])).toEqual(
      duration === null ? [] : [['svg', duration]],
    );
  });
});

test('UI-14 the sheets stop every flash when motion is reduced', async () => {
  await strip('high');
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const flashes = rules.filter((rule) => rule instanceof CSSStyleRule && rule.style.animationName.includes('-high'));
  const stops = rules
    .filter((rule) => rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-reduced-motion'))
    .flatMap((rule) => [...(rule as CSSMediaRule).cssRules] as CSSStyleRule[])
    .filter((rule) => rule.style.animationName === 'none');
  const stopped = stops.map((rule) => rule.selectorText).join(', ');
  expect(flashes).not.toHaveLength(0);
  for (const flash of flashes) expect(stopped).toContain((flash as CSSStyleRule).selectorText);
});

describe('UI-16 the one question', () => {
  test('a planned end asks, and nothing moves on by itself', async () => {
    const { screen, give, onstopped } = await strip('over');
    await screen.getByRole('button', { name: 'Pump finished' }).click();
    expect(onstopped).toHaveBeenCalledExactlyOnceWith(true);
    expect(give).not.toHaveBeenCalled();
  });
  test('before the start it reads name and birth date back', async () => {
    const { screen, give } = await strip('before');
    await expect.element(screen.getByRole('region')).toMatchTextContent('Dana Marlow, born 14 Mar 1986');
    await screen.getByRole('button', { name: 'Confirm identity' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'identity:confirm' });
  });
});

describe('UI-24 the response after a BP', () => {
  const record = (entry: object) => ({ type: 'entry:record', entry: { kind: 'response', ...entry }, minutesAgo: 0 });

  test('two taps: response and nausea', async () => {
    const { screen, give } = await strip('question');
    await screen.getByRole('button', { name: 'Drowsy' }).click();
    expect(give).not.toHaveBeenCalled();
    await screen.getByRole('button', { name: 'No nausea' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith(record({ response: 'drowsy', nausea: false }));
  });
  test('without the second tap it is recorded all the same', async () => {
    vi.useFakeTimers();
    try {
      const { screen, give } = await strip('question');
      (screen.getByRole('button', { name: 'Normally' }).element() as HTMLElement).click();
      await vi.advanceTimersByTimeAsync(9_900);
      expect(give).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(200);
      expect(give).toHaveBeenCalledExactlyOnceWith(record({ response: 'normal' }));
    } finally {
      vi.useRealTimers();
    }
  });
  test('not responding is recorded at once', async () => {
    const { screen, give } = await strip('question');
    await screen.getByRole('button', { name: 'Not responding' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith(record({ response: 'none' }));
  });
});

describe('UI-17 a refused acknowledgement is loud', () => {
  const refusal: Refusal = {
    code: 'not-allowed',
    message: 'Nobody is signed in at this screen: sign in first.',
  };

  test('the sentence stands beside the button, and the alert stays', async () => {
    const { screen, root } = await strip('high', refusal);
    await screen.getByRole('button', { name: 'Acknowledge' }).click();
    const sentence = screen.getByText(refusal.message);
    await expect.element(sentence).toBeVisible();
    expect(root.contains(sentence.element())).toBe(true);
    await expect.element(screen.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
    await screen.getByRole('button', { name: 'OK' }).click();
    await expect.element(sentence).not.toBeInTheDocument();
  });

  test.each(['day', 'dim'])('UI-17 its buttons are of its own ground, not of the red: %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const { screen } = await strip('high', refusal);
    await screen.getByRole('button', { name: 'Acknowledge' }).click();
    const button = screen.getByRole('button', { name: 'OK' }).element();
    const sentence = screen.getByText(refusal.message).element();
    expect(getComputedStyle(button).color).toBe(getComputedStyle(sentence).color);
  });
});

describe("I'm with the patient", () => {
  test('AL-87 is offered with a missing signal alone, and sends it', async () => {
    const { screen, give } = await strip('none');
    await screen.getByRole('button', { name: "I'm with the patient" }).click();
    expect(give).toHaveBeenCalledWith({ type: 'patient:attended' });
    await screen.unmount();
    const { screen: other } = await strip('high');
    expect(other.getByRole('button', { name: "I'm with the patient" }).query()).toBeNull();
  });
});

describe('UI-156 the sound of one alert is paused for two minutes', () => {
  test('UI-156 one tap, and the two minutes count down in the same place', async () => {
    const { screen, give } = await strip('high');
    await screen.getByRole('button', { name: 'Pause sound 2:00' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'alert:pause-audio', alertId: 'spo2-low' });
    await screen.unmount();
    const { screen: paused } = await strip('high-paused');
    await expect.element(paused.getByText('Sound paused 1:43')).toBeVisible();
    await expect.element(paused.getByRole('button', { name: /Pause/ })).not.toBeInTheDocument();
    await expect.element(paused.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  });
  test.each(['medium', 'advisory', 'high-seen', 'calm'])('UI-156 not offered: %s', async (name) => {
    const { screen } = await strip(name);
    await expect.element(screen.getByRole('button', { name: /Pause/ })).not.toBeInTheDocument();
  });
  test.each([
    [1280, 800],
    [800, 1280],
  ])('UI-156 at %d × %d both buttons are at least 56 px high', async (width, height) => {
    await page.viewport(width, height);
    const { screen } = await strip('high');
    for (const name of ['Acknowledge', 'Pause sound 2:00'])
      expect(screen.getByRole('button', { name }).element().getBoundingClientRect().height).toBeGreaterThanOrEqual(56);
  });
  test('UI-156 "monitoring lost" is paused on the page that sounds it', async () => {
    const pauseLost = vi.fn();
    const { view, now } = fixtures['lost'] ?? { view: null, now: 0 };
    const props = {
      view,
      now,
      connection: 'lost' as const,
      lostSince: now - 12_000,
      give: vi.fn(),
      onstopped: vi.fn(),
    };
    const screen = await render(AlertStrip, { ...props, sound: fixtureSound('on', { isLost: true, pauseLost }) });
    await screen.getByRole('button', { name: 'Pause sound 2:00' }).click();
    expect(pauseLost).toHaveBeenCalledOnce();
    await screen.rerender({ ...props, sound: fixtureSound('on', { lostPausedMs: 119_000 }) });
    await expect.element(screen.getByText('Sound paused 1:59')).toBeVisible();
  });
});

test('UI-157 the strip says where its alert sounds', async () => {
  const { view, now } = fixtures['quiet-chair'] ?? { view: null, now: 0 };
  const props = { view, now, connection: 'live' as const, lostSince: null, give: vi.fn(), onstopped: vi.fn() };
  const screen = await render(AlertStrip, { ...props, sound: fixtureSound('on'), who: view?.sound });
  await expect.element(screen.getByRole('region')).toMatchTextContent('Sounds at the station');
});

describe('UI-181 an excursion found among late readings', () => {
  test('UI-181 it is calm, says when and why, and is seen with one tap', async () => {
    const { screen, root, give } = await strip('late-mark');
    await expect.element(screen.getByRole('status').getByText('SpO₂ 80 < 90 for 62 s')).toBeVisible();
    expect(root.textContent).toMatch(/At \d\d:\d\d while disconnected · found late, nobody has seen it/);
    expect(root.querySelector('.flash, .flashing')).toBeNull();
    expect(root.textContent).not.toContain('HIGH');
    await screen.getByRole('button', { name: 'Seen' }).click();
    expect(give).toHaveBeenCalledWith({ type: 'mark:clear', alertId: 'l' });
  });
});
