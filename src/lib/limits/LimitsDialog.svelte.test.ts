import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Locator } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { calm, NOW } from '../components/fixture-calm.ts';
import LimitsDialog from './LimitsDialog.svelte';

const nurse = { name: 'N. Okafor', role: 'nurse' } as const;
const provider = { name: 'Dr. Ruiz', role: 'provider' } as const;
const done = () => vi.fn(() => Promise.resolve(null));

async function shown(props: Partial<Parameters<typeof LimitsDialog>[1]> = {}, give = done()) {
  document.documentElement.dataset['theme'] = 'dim';
  await page.viewport(1280, 800);
  await render(LimitsDialog, { open: true, view: calm, staff: provider, give, ...props });
  return { dialog: page.getByRole('dialog'), give };
}
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const says = (locator: Locator, what: RegExp | string) =>
  expect.poll(() => locator.element().textContent.replaceAll(/\s+/g, ' ')).toMatch(what);

test('UI-170 a nurse sees every limit and who changes them, and has nothing to change', async () => {
  const { dialog } = await shown({ staff: nurse });
  await says(dialog, 'A provider changes limits: ask one to do it here or at the station.');
  await says(page.getByRole('group', { name: 'SpO₂ low' }), /< 90.*≤ 85/);
  expect(page.getByRole('textbox').elements()).toEqual([]);
  expect(page.getByRole('button', { name: /Look over|one less|protocol/ }).elements()).toEqual([]);
});

test('UI-171 each limit says its range, and once it differs the protocol’s; the buttons stop at the range', async () => {
  await shown();
  const input = field('SpO₂ low, medium priority, %');
  await expect.element(input).toHaveValue('90');
  await expect.element(input).toHaveAccessibleDescription('80–92');
  const less = page.getByRole('button', { name: 'SpO₂ low, medium priority: one less' });
  const more = page.getByRole('button', { name: 'SpO₂ low, medium priority: one more' });
  await userEvent.click(more);
  await userEvent.click(more);
  await expect.element(input).toHaveValue('92');
  await expect.element(more).toBeDisabled();
  await expect.element(input).toHaveAccessibleDescription('80–92 · protocol 90');
  await userEvent.click(less);
  await expect.element(input).toHaveValue('91');
});

test('UI-171 every target is at least 44 px to either side', async () => {
  const { dialog } = await shown();
  const small = [...dialog.element().querySelectorAll('button, input, textarea')].filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return width < 44 || height < 44;
  });
  expect(small.map((each) => each.outerHTML)).toEqual([]);
});

test.each([
  ['79', '79 is not between 80 and 92.'],
  ['85', '85 must be above the high limit, 85.'],
  ['', 'It must be a whole number.'],
  ['8x', 'It must be a whole number.'],
])('UI-171 “%s” is refused beside its field, and goes no further', async (typed, sentence) => {
  const { give } = await shown();
  const input = field('SpO₂ low, medium priority, %');
  await userEvent.fill(input, typed);
  await expect.element(page.getByText(sentence)).toBeVisible();
  await expect.element(input).toHaveAttribute('aria-invalid', 'true');
  await userEvent.click(page.getByRole('button', { name: 'Look over the changes' }));
  await expect.element(page.getByText('Some of these cannot be set: see beside them.')).toBeVisible();
  expect(give).not.toHaveBeenCalled();
  await userEvent.fill(input, '86');
  await expect.element(page.getByText('Some of these cannot be set: see beside them.')).not.toBeInTheDocument();
});

test('UI-172 old and new are looked over, a reason is asked, and only what changed is sent', async () => {
  const { give } = await shown();
  await userEvent.click(page.getByRole('button', { name: 'Look over the changes' }));
  await expect.element(page.getByText('Nothing is changed yet: set a limit first.')).toBeVisible();
  await userEvent.fill(field('SpO₂ low, medium priority, %'), '86');
  await userEvent.fill(field('SYS high, medium priority, mmHg'), '170');
  await userEvent.click(page.getByRole('button', { name: 'Look over the changes' }));
  await expect.element(page.getByRole('listitem').nth(1)).toBeVisible();
  await says(page.getByRole('listitem').nth(0), /SpO₂ low, medium priority.*from < 90.*to < 86 protocol 90/);
  await says(page.getByRole('listitem').nth(1), /SYS high, medium priority.*from ≥ 160.*to ≥ 170 protocol 160/);
  const confirm = page.getByRole('button', { name: 'Change 2 limits' });
  await userEvent.click(confirm);
  await expect.element(page.getByText('Give the reason: it stays in the record.')).toBeVisible();
  expect(give).not.toHaveBeenCalled();
  await userEvent.fill(field('Reason'), ' Lung disease ');
  await userEvent.click(confirm);
  expect(give).toHaveBeenCalledExactlyOnceWith({
    type: 'limits:change',
    limits: { 'spo2-low-medium': 86, 'systolic-high-medium': 170 },
    reason: 'Lung disease',
  });
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

test('UI-173 what was changed says who, when and why; one act goes back to the protocol', async () => {
  const settableLimits = calm.settableLimits.map((limit) =>
    limit.name === 'spo2-low-medium'
      ? { ...limit, limit: 86, changed: { byName: 'Dr. Ruiz', at: NOW, reason: 'Lung disease' } }
      : limit,
  );
  const { dialog, give } = await shown({ view: { ...calm, settableLimits, limitsChanged: 1 } });
  await says(dialog, /SpO₂ low, medium priority: < 86, protocol 90\. Changed by Dr\. Ruiz at .*: Lung disease/);
  await userEvent.click(page.getByRole('button', { name: 'All back to the protocol' }));
  await userEvent.fill(field('Reason'), 'No need');
  await userEvent.click(page.getByRole('button', { name: 'Change this limit' }));
  expect(give).toHaveBeenCalledExactlyOnceWith({
    type: 'limits:change',
    limits: { 'spo2-low-medium': null },
    reason: 'No need',
  });
});

test('UI-174 a refusal of the server stands above the button, and what was entered stays', async () => {
  const refusal = { code: 'wrong-phase', message: 'Changing the limits is not possible now.' } as const;
  await shown({}, vi.fn(() => Promise.resolve(refusal)) as never);
  await userEvent.fill(field('SpO₂ low, medium priority, %'), '86');
  await userEvent.click(page.getByRole('button', { name: 'Look over the changes' }));
  await userEvent.fill(field('Reason'), 'Lung disease');
  await userEvent.click(page.getByRole('button', { name: 'Change this limit' }));
  await expect.element(page.getByText(refusal.message)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Back' }));
  await expect.element(field('SpO₂ low, medium priority, %')).toHaveValue('86');
});

test.each([
  ['nobody is named', { staff: null }, 'sign in first'],
  ['the tablet is alone', { alone: true }, 'Changing a limit needs the connection to Vigil'],
  ['monitoring has ended', { view: { ...calm, phase: null } }, 'Nothing is judged now'],
  [
    'the protocol gives no ranges',
    { view: { ...calm, settableLimits: [] } },
    'does not say how far a limit may be set',
  ],
] as const)('UI-170 while %s it says so', async (_, props, sentence) => {
  const { dialog } = await shown(props);
  await says(dialog, sentence);
  expect(page.getByRole('textbox').elements()).toEqual([]);
});
