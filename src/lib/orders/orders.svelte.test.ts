import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Locator } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { ORDERABLE } from '#core/orders/verbal-order.ts';
import DecideDialog from '../chair-page/DecideDialog.svelte';
import { calm, NOW } from '../components/fixture-calm.ts';
import { disputedOrder, openOrder, signedOrder, unsigned } from '../components/fixture-orders.ts';
import LimitsDialog from '../limits/LimitsDialog.svelte';
import DayButton from '../station/DayButton.svelte';
import OrderCard from './OrderCard.svelte';
import { ORDERING, type Ordering } from './ordering.ts';
import OrdersBar from './OrdersBar.svelte';
import ToSign from './ToSign.svelte';

const nurse = { name: 'K. Marsh', role: 'nurse' } as const;
const provider = { name: 'Dr E. Lindqvist', role: 'provider' } as const;
const other = { name: 'Dr N. Adeyemi', role: 'provider' } as const;
const done = () => vi.fn(() => Promise.resolve(null));
const on = (ordering: Partial<Ordering> = {}) => ({
  context: new Map<unknown, unknown>([
    [
      ORDERING,
      () => ({ orderable: ORDERABLE, providers: [provider.name, other.name], inReach: undefined, ...ordering }),
    ],
  ]),
});
/** As assistive technology does it: a click, and a second one. */
async function hold(name: RegExp | string): Promise<void> {
  const button = page.getByRole('button', { name });
  for (const _ of [1, 2]) (button.element() as HTMLButtonElement).click();
}
const says = (locator: Locator, what: RegExp | string) =>
  expect.poll(() => locator.element().textContent.replaceAll(/\s+/g, ' ')).toMatch(what);
const text = (of: string): RegExp => new RegExp(of.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));

test('UI-322 a nurse decides on a verbal order: whose, when, and read back by holding; else nothing is given', async () => {
  await page.viewport(1280, 800);
  const give = done();
  await render(DecideDialog, { props: { open: true, give }, ...on() });
  await expect.element(page.getByRole('region', { name: 'On a verbal order' })).toBeVisible();
  expect(page.getByRole('button', { name: 'Record the decision' }).elements()).toEqual([]);
  await userEvent.fill(page.getByRole('textbox', { name: 'Reason' }), 'BP still high');
  await hold(/^Read back and confirmed/);
  await expect.element(page.getByText('Name the provider who ordered it.')).toBeVisible();
  expect(give).not.toHaveBeenCalled();
  await userEvent.click(page.getByText(provider.name, { exact: true }));
  await userEvent.click(page.getByText('5 min ago'));
  await hold(text(`Read back to ${provider.name}, confirmed`));
  await expect
    .poll(() => give.mock.calls)
    .toEqual([
      [
        {
          type: 'order:verbal',
          orderedBy: provider.name,
          readBack: true,
          minutesAgo: 5,
          command: { type: 'recovery:decide', choice: 'extend', reason: 'BP still high' },
        },
      ],
    ]);
});

test('UI-322 a short tap on “read back” gives nothing', async () => {
  const give = done();
  await render(DecideDialog, { props: { open: true, give }, ...on({ inReach: provider.name }) });
  await userEvent.fill(page.getByRole('textbox', { name: 'Reason' }), 'BP still high');
  await userEvent.click(page.getByRole('button', { name: /^Read back/ }));
  await expect.element(page.getByText(/hold it for 1 s/)).toBeVisible();
  expect(give).not.toHaveBeenCalled();
});

test('UI-322 the provider in reach first; more than fit on keys are chosen from a list; a clinic without one says so', async () => {
  const many = ['Dr. A', 'Dr. B', 'Dr. C', 'Dr. D', 'Dr. Ruiz'];
  const open = { open: true, give: done() };
  const shown = await render(DecideDialog, { props: open, ...on({ providers: many, inReach: 'dr. ruiz' }) });
  await expect.element(page.getByLabelText('Ordered by')).toHaveValue('Dr. Ruiz');
  await shown.unmount();
  const short = await render(DecideDialog, { props: open, ...on({ inReach: 'Somebody else' }) });
  expect(
    page
      .getByRole('radio', { name: provider.name })
      .elements()
      .every((each) => !(each as HTMLInputElement).checked),
  ).toBe(true);
  await short.unmount();
  await render(DecideDialog, { props: open, ...on({ providers: [], inReach: 'Dr. Ruiz' }) });
  await expect.element(page.getByText('This clinic has no provider yet: an administrator adds one.')).toBeVisible();
});

test('UI-323 what the protocol takes no order for, and what a provider gives, has its plain button', async () => {
  const give = done();
  const shown = await render(DecideDialog, { props: { open: true, give }, ...on({ orderable: ['limits:change'] }) });
  await expect.element(page.getByRole('button', { name: 'Record the decision' })).toBeVisible();
  await shown.unmount();
  await render(DecideDialog, { props: { open: true, give } });
  await userEvent.fill(page.getByRole('textbox', { name: 'Reason' }), 'BP still high');
  await userEvent.click(page.getByRole('button', { name: 'Record the decision' }));
  expect(give.mock.calls).toEqual([[{ type: 'recovery:decide', choice: 'extend', reason: 'BP still high' }]]);
});

test('UI-323 a nurse sets limits on an order: looked over first, then read back', async () => {
  await page.viewport(1280, 800);
  const give = done();
  await render(LimitsDialog, {
    props: { open: true, view: calm, staff: nurse, give },
    ...on({ inReach: provider.name }),
  });
  await userEvent.fill(page.getByRole('textbox', { name: 'SpO₂ low, medium priority, %', exact: true }), '86');
  await userEvent.click(page.getByRole('button', { name: 'Look over the changes' }));
  await userEvent.fill(page.getByRole('textbox', { name: 'Reason' }), 'usual 88');
  expect(page.getByRole('button', { name: 'Change this limit' }).elements()).toEqual([]);
  await hold(/^Read back to/);
  await expect
    .poll(() => give.mock.calls)
    .toMatchObject([
      [{ type: 'order:verbal', orderedBy: provider.name, command: { limits: { 'spo2-low-medium': 86 } } }],
    ]);
});

test('UI-324 the chair says quietly who must co-sign; a nurse has nothing to sign, a provider has', async () => {
  const give = done();
  const props = { orders: [signedOrder, openOrder], staff: nurse, give };
  const shown = await render(OrdersBar, { props });
  const bar = page.getByRole('region', { name: 'Orders to co-sign' });
  await says(bar, /Dr E\. Lindqvist must co-sign 1 verbal order: Change limits/);
  await userEvent.click(page.getByRole('button', { name: 'Show' }));
  await expect.element(page.getByText(/co-signed by Dr N\. Adeyemi .*, instead of Dr E\. Lindqvist/)).toBeVisible();
  expect(page.getByRole('button', { name: /^(Co-sign|Dispute)/ }).elements()).toEqual([]);
  await shown.rerender({ ...props, staff: provider });
  await hold(/^Co-sign hold/);
  await expect.poll(() => give.mock.calls).toEqual([[{ type: 'order:cosign', orderId: 'o1' }]]);
  await shown.rerender({ ...props, orders: [signedOrder, disputedOrder] });
  await expect.element(bar).not.toBeInTheDocument();
});

test('UI-325 another provider signs by name instead of the one who ordered it', async () => {
  await render(OrderCard, { props: { order: openOrder, staff: other, give: done() } });
  await expect.element(page.getByRole('button', { name: /^Co-sign instead of Dr E\. Lindqvist/ })).toBeVisible();
});

test('UI-325 disputing asks why, and offers the way back where there is one', async () => {
  const give = done();
  const shown = await render(OrderCard, { props: { order: openOrder, staff: provider, give } });
  await userEvent.click(page.getByRole('button', { name: 'Dispute' }));
  await hold(/^Dispute this order/);
  await expect.element(page.getByText('Say why it is disputed: it stays in the record.')).toBeVisible();
  await userEvent.fill(page.getByRole('textbox', { name: 'Why it is disputed' }), 'I said 88');
  await expect.element(page.getByRole('radio', { name: 'Set the limits back' })).toBeChecked();
  await hold(/^Dispute this order/);
  await expect
    .poll(() => give.mock.calls)
    .toEqual([[{ type: 'order:dispute', orderId: 'o1', reason: 'I said 88', undo: true }]]);
  await shown.unmount();
  const { wayBack: _, ...past } = openOrder;
  const later = done();
  const without = await render(OrderCard, { props: { order: past, staff: provider, give: later } });
  await userEvent.click(page.getByRole('button', { name: 'Dispute' }));
  await expect.element(page.getByText(/What was done by it stays done/)).toBeVisible();
  await userEvent.fill(page.getByRole('textbox', { name: 'Why it is disputed' }), 'I said 88');
  await hold(/^Dispute this order/);
  await expect.poll(() => later.mock.calls).toEqual([[{ type: 'order:dispute', orderId: 'o1', reason: 'I said 88' }]]);
  await without.unmount();
  await render(OrderCard, { props: { order: { ...past, asksAnew: 'bp-stable' }, staff: provider, give: later } });
  await userEvent.click(page.getByRole('button', { name: 'Dispute', exact: true }));
  await expect.element(page.getByText('With it, at once: “BP near baseline” is open again.')).toBeVisible();
});

test('UI-326 one place lists every order to co-sign, also of a visit that is over; without a name, or in private, no patient', async () => {
  const give = done();
  const props = { unsigned, named: unsigned, staff: other, give };
  const shown = await render(ToSign, { props });
  await userEvent.click(page.getByRole('button', { name: /^2 orders to co/ }));
  const over = page.getByRole('region', { name: /^Chair 2, ended/ });
  await says(over, /Marta Ilves/);
  await expect.element(page.getByRole('region', { name: /goes on$/ })).toBeVisible();
  const sign = over.getByRole('button', { name: /^Co-sign hold/ });
  for (const _ of [1, 2]) (sign.element() as HTMLButtonElement).click();
  await expect.poll(() => give.mock.calls).toEqual([['past-2', { type: 'order:cosign', orderId: 'o4' }]]);
  await shown.rerender({ ...props, isPrivate: true });
  await says(over, /name hidden/);
  expect(over.element().textContent).not.toContain('Marta');
  await shown.rerender({ ...props, staff: null, named: [] });
  await says(over, '1 verbal order, to be co-signed by Dr N. Adeyemi');
  await shown.rerender({ ...props, unsigned: [], named: [] });
  await expect.element(page.getByText('Nothing is left to co-sign.')).toBeVisible();
});

test('UI-327 closing the day says what is not co-signed, and closes all the same', async () => {
  const ask = done();
  await render(DayButton, { props: { closed: undefined, unsigned: 2, ask } });
  await userEvent.click(page.getByRole('button', { name: 'Close the day' }));
  await says(page.getByRole('status'), /2 verbal orders not co-signed.*closes all the same/);
  await userEvent.click(page.getByRole('button', { name: 'Yes, close the day' }));
  await expect.poll(() => ask.mock.calls).toEqual([[{ type: 'day:close' }]]);
  expect(NOW).toBeGreaterThan(openOrder.recordedAt);
});
