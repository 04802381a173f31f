import '../../app.css';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { NOW } from '../components/fixture-calm.ts';
import StationHeader from './StationHeader.svelte';

const counts = ['infusion', 'recovery', 'before', 'discharge', 'waiting for ride', 'free'].map((of) => ({
  count: 1,
  of,
}));
/** As wide as they get while nothing is asked: "I listen here" with its line, "Close the day". */
const of = (widthPx: number) =>
  createRawSnippet(() => ({ render: () => `<div style="flex:none;width:${widthPx}px;height:48px"></div>` }));
const nothing = (): void => undefined;

afterEach(() => page.viewport(1280, 800));

test.each([
  ['nobody', null, false],
  ['a long name', { name: 'Dr M. Abernathy', role: 'provider' }, false],
  ['locked', { name: 'K. Marsh', role: 'nurse' }, true],
] as const)('UI-50 the head of a wall’s width cuts nothing and is one line: %s', async (_, staff, locked) => {
  await page.viewport(1920, 1080);
  const { container } = await render(StationHeader, {
    ...{ siteName: 'Elm Street Infusion Centre', isDemo: true, counts, staff, locked, isPrivate: false, now: NOW },
    ...{ onstaff: nothing, onprivacy: nothing, onwall: nothing, day: of(150), sound: of(250) },
  });
  await document.fonts.ready;
  const name = container.querySelector('.name')!;
  expect(name.scrollWidth).toBeLessThanOrEqual(name.clientWidth);
  const items = [...container.querySelectorAll('li')];
  expect(new Set(items.map((item) => Math.round(item.getBoundingClientRect().top))).size).toBe(1);
  const header = container.querySelector('header')!;
  expect(header.scrollWidth).toBeLessThanOrEqual(header.clientWidth);
});

test('UI-50 the head of 1280 px has its clock and every count whole, with other clinics’ chairs that are not known', async () => {
  await page.viewport(1280, 800);
  const { container } = await render(StationHeader, {
    counts: [...counts.filter(({ of }) => of !== 'discharge'), { count: 6, of: 'not known' }],
    ...{ siteName: 'Elm Street Infusion Centre', isDemo: false, isPrivate: false, now: NOW },
    staff: { name: 'Dr M. Abernathy-Lindqvist', role: 'provider' },
    ...{ onstaff: nothing, onprivacy: nothing, onwall: nothing, day: of(122), sound: of(296) },
  });
  await document.fonts.ready;
  expect(container.querySelector('.clock')!.getBoundingClientRect().right).toBeLessThanOrEqual(1280);
  const list = container.querySelector('ul')!;
  const tops = [...list.children].map((item) => Math.round(item.getBoundingClientRect().top));
  expect(new Set(tops).size).toBeLessThanOrEqual(2);
  expect(list.scrollWidth).toBeLessThanOrEqual(list.clientWidth);
});
