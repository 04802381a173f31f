/**
 * What the screens look like. A difference fails; `node tests/support/renew-visual.ts` makes the baselines in tests/visual anew,
 * after somebody has looked at them.
 */
import { globSync, statSync } from 'node:fs';
import { show, still } from '../support/look.ts';
import { PARTS, PICTURES } from '../support/pictures.ts';
import { smallPng } from '../support/small-png.ts';
import { expect, test } from './page-fixture.ts';

/**
 * Of a colour, 0–1, and of pixels: less than the mark of a limit, than a digit of small print (UI-272 tries it). Chromium 147 and 156
 * draw the same to the pixel; the rest is for what a machine draws otherwise (docs/adr/0016).
 */
const TOLERANCE = { threshold: 0.1, maxDiffPixels: 8 };

for (const picture of PICTURES)
  test(`UI-270 ${picture.name} looks as it did`, async ({ page, pagesUrl }, { config }) => {
    const taken = await still(page, await show(page, pagesUrl, picture));
    // Small only where it is kept: making it small takes longer than comparing.
    const isKept = config.updateSnapshots === 'all';
    expect(isKept ? smallPng(taken) : taken).toMatchSnapshot(`${picture.name}.png`, TOLERANCE);
  });

const BREAKS = {
  'a limit’s mark is gone': () =>
    document.querySelector<HTMLElement>('.limit')?.style.setProperty('visibility', 'hidden'),
  'a digit of small print is another': () => {
    const small = [...document.querySelectorAll('.foot *')].find((each) => each.textContent === 'from 98');
    if (small) small.textContent = 'from 97';
  },
  'a button has moved by 2 px': () => document.querySelector('button')?.style.setProperty('translate', '0 2px'),
  'a colour is lost': () => document.documentElement.style.setProperty('--pulse', 'var(--t2)'),
} as const;

test('UI-272 a mark that is gone, a digit, 2 px and a colour are seen', async ({ page, pagesUrl }) => {
  const calm = PICTURES.find(({ name }) => name === 'chair-calm');
  if (!calm) throw new Error('There is no such picture.');
  for (const [what, breakIt] of Object.entries(BREAKS)) {
    const shown = await show(page, pagesUrl, calm);
    await page.evaluate(breakIt);
    const broken = await still(page, shown);
    expect(() => expect(broken).toMatchSnapshot('chair-calm.png', TOLERANCE), what).toThrow('different');
  }
});

test('UI-271 every group of the component page has its picture, and nothing else is kept', async ({
  page,
  pagesUrl,
}) => {
  await page.goto(`${pagesUrl}/components`);
  await page.locator('section#phone').waitFor();
  const parts = await page.locator('main > section[id]').evaluateAll((all) => all.map(({ id }) => id));
  expect(parts).toEqual([...PARTS]);
  const kept = globSync('tests/visual/*');
  expect(kept.toSorted()).toEqual(PICTURES.map(({ name }) => `tests/visual/${name}.png`).toSorted());
  expect(kept.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(4_000_000);
});
