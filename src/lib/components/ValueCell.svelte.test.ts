import '../../app.css';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { VitalView } from '#core/view.ts';
import { calm, live, NOW } from './fixture-calm.ts';
import ValueCell from './ValueCell.svelte';

const alerts = [
  null,
  { level: 'low', seen: false },
  { level: 'medium', seen: false },
  { level: 'medium', seen: true },
] as const;
const high = { level: 'high', seen: false } as const;
const stale: VitalView = { status: 'stale', value: 97, at: NOW - 41_000, reason: 'probe off', baseline: 98 };
const none: VitalView = { status: 'none', reason: 'not measured yet' };

async function drawn(
  vital: VitalView,
  alert: (typeof alerts)[number] | typeof high = null,
  doubt = '',
  limits = calm.limits.spo2,
) {
  document.documentElement.dataset['theme'] = 'dim';
  const screen = await render(ValueCell, {
    label: 'SpO₂',
    unit: '%',
    hue: 'spo2' as const,
    vital,
    limits,
    now: NOW,
    alert,
    note: 'room air',
    doubt,
  });
  const cell = screen.container.querySelector('[role=group]') as HTMLElement;
  const numeral = cell.querySelector('.numeral') as HTMLElement;
  return { cell, numeral, style: getComputedStyle(numeral), ground: getComputedStyle(cell) };
}
const textOf = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ');
const HUE = 'rgb(147, 174, 255)';
const GREY = 'rgb(138, 147, 149)';

describe('UI-1 a value is live, or drawn old, or a dash', () => {
  test('live: its hue, with unit and change', async () => {
    const { cell, style } = await drawn(live(97, 98, NOW));
    expect([style.color, style.fontWeight]).toEqual([HUE, '500']);
    expect(textOf(cell)).toContain('SpO₂%');
    expect(textOf(cell)).toContain('−1from 98 room air');
  });

  test.each(alerts)(
    'old, with alert %o: thin and grey on a hatch, with age and reason, never its hue',
    async (alert) => {
      const { cell, numeral, style } = await drawn(stale, alert);
      expect([style.color, style.fontWeight]).toEqual([GREY, '300']);
      expect(getComputedStyle(numeral.parentElement as HTMLElement).backgroundImage).toContain(
        'repeating-linear-gradient',
      );
      expect(textOf(cell)).toContain('41 s oldprobe off');
      expect(textOf(cell)).not.toContain('room air');
      expect(textOf(cell)).not.toContain('from 98');
    },
  );

  test('old under a high alert: thin and hatched in the red cell', async () => {
    const { numeral, style, ground } = await drawn(stale, high);
    expect([style.fontWeight, ground.backgroundColor]).toEqual(['300', 'rgb(208, 31, 45)']);
    expect(getComputedStyle(numeral.parentElement as HTMLElement).backgroundImage).toContain(
      'repeating-linear-gradient',
    );
  });

  test('doubted by the device: the reason stands in place of the note', async () => {
    const { cell } = await drawn(live(75, 98, NOW), null, 'motion');
    expect(textOf(cell)).toContain('−23from 98 motion');
  });
  test('none: a dash and the reason, no number', async () => {
    const { cell, numeral } = await drawn(none);
    expect(numeral.textContent).toBe('—');
    expect(textOf(cell)).toContain('not measured yet');
    expect(numeral.parentElement?.textContent?.trim()).toBe('—');
  });
});

test('UI-2 the limits in force stand beside the value with the shape of their level', async () => {
  const { cell } = await drawn(live(97, 98, NOW));
  expect([...cell.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'))).toEqual(['medium', 'high']);
  expect(textOf(cell)).toContain('< 90');
  expect(textOf(cell)).toContain('≤ 85');
});

describe('UI-11 loudness grows by area', () => {
  test('medium: the number in a yellow block, the cell calm', async () => {
    const { style, ground } = await drawn(live(88, 98, NOW), { level: 'medium', seen: false });
    expect([style.backgroundColor, style.color]).toEqual(['rgb(255, 210, 31)', 'rgb(11, 13, 14)']);
    expect(ground.backgroundColor).toBe('rgba(0, 0, 0, 0)');
  });
  test('high: the whole cell red, the number white', async () => {
    const { style, ground } = await drawn(live(84, 98, NOW), high);
    expect([ground.backgroundColor, style.color]).toEqual(['rgb(208, 31, 45)', 'rgb(255, 255, 255)']);
  });
});

test('UI-12 acknowledged: an outline in place of the fill', async () => {
  const { style } = await drawn(live(88, 98, NOW), { level: 'medium', seen: true });
  expect([style.backgroundColor, style.color]).toEqual(['rgba(0, 0, 0, 0)', HUE]);
  expect(style.boxShadow).toContain('rgb(255, 210, 31)');
});

test('UI-1 a third digit moves nothing', async () => {
  const two = await drawn(live(99, 98, NOW));
  const before = two.cell.getBoundingClientRect().height;
  const three = await drawn(live(100, 98, NOW));
  const without = await drawn(none);
  expect([three, without].map(({ cell }) => cell.getBoundingClientRect().height)).toEqual([before, before]);
});

describe('UI-180 SatSeconds beside the limit', () => {
  test('UI-180 the mode, and how far it is filled', async () => {
    const limits = calm.limits.spo2.map((each) => (each.priority === 'medium' ? { ...each, satSeconds: 50 } : each));
    const { cell } = await drawn(live(97, 98, NOW), null, '', limits);
    expect(textOf(cell)).toContain('SatSeconds 50');
    expect(cell.querySelector('.sat i')).toBeNull();
    const { cell: filling } = await drawn(
      { ...live(87, 98, NOW), satSeconds: { sum: 23, limit: 50 } },
      null,
      '',
      limits,
    );
    expect(textOf(filling)).toContain('SatSeconds 23 of 50');
    const bar = filling.querySelector('.sat i') as HTMLElement;
    expect(bar.getBoundingClientRect().width / (bar.parentElement?.getBoundingClientRect().width ?? 1)).toBeCloseTo(
      0.46,
      1,
    );
  });
  test.each([290, 400])('UI-180 it stays inside its cell, %d px wide, and clear of the numeral', async (width) => {
    await page.viewport(1280, 800);
    const limits = calm.limits.spo2.map((each) => (each.priority === 'medium' ? { ...each, satSeconds: 50 } : each));
    const { cell, numeral } = await drawn(
      { ...live(100, 98, NOW), satSeconds: { sum: 23, limit: 50 } },
      null,
      '',
      limits,
    );
    cell.style.width = `${width}px`;
    const sat = cell.querySelector('.sat') as HTMLElement;
    for (const each of [sat, ...cell.querySelectorAll('.limit')])
      expect(each.getBoundingClientRect().right).toBeLessThanOrEqual(cell.getBoundingClientRect().right);
    expect(sat.getBoundingClientRect().bottom).toBeLessThanOrEqual(numeral.getBoundingClientRect().top + 8);
  });
  test('UI-180 without the mode nothing is said of it', async () => {
    expect(textOf((await drawn(live(97, 98, NOW))).cell)).not.toContain('SatSeconds');
  });
});

test('UI-175 a limit that was changed for this patient is marked beside its value, with the protocol’s', async () => {
  const limits = [{ priority: 'medium', text: '< 86', lines: [86], protocol: '< 90' }] as const;
  const { cell } = await drawn(live(97, 98, NOW), null, '', limits);
  const mark = cell.querySelector('.changed') as HTMLElement;
  expect(textOf(mark)).toContain('< 86');
  expect(textOf(mark)).toContain('changed for this patient, protocol < 90');
  expect(mark.querySelector('svg')).not.toBeNull();
  const plain = await drawn(live(97, 98, NOW));
  expect(plain.cell.querySelector('.changed')).toBeNull();
});
