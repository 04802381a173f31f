import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { ChairView } from '#core/view.ts';
import { afterInfusion } from '../components/fixture-after.ts';
import DischargeRail from './DischargeRail.svelte';
import type { Give } from './give.ts';
import { When } from './when.svelte.ts';

const inDischarge = afterInfusion['discharge']!;
const unchecked: ChairView = {
  ...inDischarge,
  criteria: inDischarge.criteria.map((each) => (each.byHand ? { ...each, status: 'unmet' } : each)),
};

async function shown(give: Give) {
  return render(DischargeRail, { view: unchecked, give, when: new When(), mayOverride: false });
}

test('UI-430 a check pressed while the one before is on its way is sent, too: nobody goes home unchecked or is held back by a lost press', async () => {
  const answers: ((refusal: Refusal | null) => void)[] = [];
  const give = vi.fn<Give>(() => new Promise((resolve) => answers.push(resolve)));
  const screen = await shown(give);
  for (const name of ['Check Steady gait', 'Check IV out', 'Check Instructions given'])
    await userEvent.click(screen.getByRole('button', { name }));
  expect(give.mock.calls.map(([command]) => 'criterion' in command && command.criterion)).toEqual([
    ...['steady-gait', 'iv-out', 'instructions-given'],
  ]);
  for (const answer of answers) answer(null);
});

test('UI-431 the name of who takes the patient home stays as typed while readings come', async () => {
  const screen = await shown(() => Promise.resolve(null));
  await userEvent.click(screen.getByRole('button', { name: /Sign and/ }));
  const field = screen.getByLabelText('Leaves with');
  await userEvent.fill(field, 'Another person');
  await screen.rerender({ view: { ...unchecked, spo2: { ...unchecked.spo2 } } });
  await expect.element(field).toHaveValue('Another person');
});

test.each([
  [1280, 800],
  [800, 1280],
])('UI-435 at %d × %d a row that is checked stays in its place, and so does what is left', async (width, height) => {
  await page.viewport(width, height);
  const screen = await shown(() => Promise.resolve(null));
  const rows = () =>
    [...screen.container.querySelectorAll('li')].map((row) => {
      const { x, y } = row.getBoundingClientRect();
      return [row.querySelector('.name')?.textContent, Math.round(x), Math.round(y)];
    });
  const before = rows();
  expect(before.slice(0, 2).map(([name]) => name)).toEqual(['Oriented', 'Steady gait']);
  let { criteria } = unchecked;
  for (const { criterion } of unchecked.criteria.filter(({ status }) => status === 'unmet')) {
    criteria = criteria.map((each) => (each.criterion === criterion ? { ...each, status: 'met' } : each));
    await screen.rerender({ view: { ...unchecked, criteria } });
    expect([criterion, ...rows()]).toEqual([criterion, ...before]);
  }
  await expect.element(screen.getByRole('button', { name: /^Sign and/ })).not.toMatchTextContent('left');
});
