import { expect, test } from 'vitest';
import { logOf } from '../history/log.ts';
import { summaryRows } from '../chair-page/summary-rows.ts';
import { calm, NOW } from '../components/fixture-calm.ts';
import { disputedOrder, openOrder, signedOrder } from '../components/fixture-orders.ts';
import { fixtureTrend } from '../components/fixture-trend.ts';
import { paneEvents } from '../station/pane-events.ts';
import { sheetOrders } from '../transfer/sheet-lines.ts';
import { aVisit, provider } from '../../../tests/support/visit-builder.ts';
import { openFirst, orderEvents, orderLine, signers } from './order-words.ts';

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
const orders = [signedOrder, disputedOrder, openOrder];
const LINES = [
  'Start at BP 164/98 in spite of the hold. Ordered by Dr E. Lindqvist at 13:57, read back by K. Marsh; co-signed by Dr N. Adeyemi 14:12, instead of Dr E. Lindqvist',
  'Correct the baseline to 132/80, SpO₂ 97, pulse 72. Ordered by Dr E. Lindqvist at 14:06, read back by K. Marsh; disputed by Dr E. Lindqvist 14:20: I asked for another BP first',
  'Change limits: SpO₂ low, medium priority: 90 → 86. Ordered by Dr E. Lindqvist at 14:16, read back by K. Marsh; not co-signed yet',
];

test('UI-328 one line says what, whose, who recorded it, and who signed or disputed it when', () => {
  expect(orders.map((order) => orderLine(order, clock))).toEqual(LINES);
  expect(signers(['Dr A', 'Dr B', 'Dr A'])).toBe('Dr A and Dr B');
  expect(openFirst(orders).map(({ orderId }) => orderId)).toEqual(['o1', 'o2', 'o3']);
});

test('UI-328 the summary and the transfer sheet hold every order, signed or not', () => {
  const row = summaryRows({ ...calm, orders }, [], clock).find(([name]) => name === 'Orders');
  expect(row?.[1]).toBe(LINES.join('; '));
  expect(summaryRows(calm, [], clock).some(([name]) => name === 'Orders')).toBe(false);
  expect(sheetOrders(orders, clock).lines.map(({ text }) => text)).toEqual([LINES[0], LINES[1], LINES[2]]);
});

test('UI-328 the lines of the day say when it was recorded and when it was signed', () => {
  expect(orderEvents(orders, clock).map(({ byName, text }) => `${byName}: ${text}`)).toEqual([
    'K. Marsh: Verbal order of Dr E. Lindqvist at 13:57, read back: Start at BP 164/98 in spite of the hold',
    'Dr N. Adeyemi: Verbal order of Dr E. Lindqvist co-signed',
    'K. Marsh: Verbal order of Dr E. Lindqvist at 14:06, read back: Correct the baseline to 132/80, SpO₂ 97, pulse 72',
    'Dr E. Lindqvist: Verbal order of Dr E. Lindqvist disputed: I asked for another BP first',
    'K. Marsh: Verbal order of Dr E. Lindqvist at 14:16, read back: Change limits: SpO₂ low, medium priority: 90 → 86',
  ]);
  const events = paneEvents({ ...calm, orders }, fixtureTrend(calm, NOW), clock);
  expect(events.filter(({ id }) => id.startsWith('order-'))).toHaveLength(5);
});

test('UI-328 the log of a past visit has the order, what came of it, and the signature after the end', () => {
  const command = { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'usual 88' } as const;
  const visit = aVisit({ phase: 'infusion' });
  visit.give({ type: 'order:verbal', orderedBy: provider.name, readBack: true, minutesAgo: 0, command });
  visit.give({ type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  visit.give({ type: 'order:cosign', orderId: visit.state.orders?.[0]?.orderId ?? '' }, provider);
  const lines = logOf(visit.events).map(({ by, text }) => `${by ?? ''}: ${text}`);
  expect(lines).toContain('N. Okafor: Verbal order of Dr. Ruiz, read back: change limits');
  expect(lines).toContain('N. Okafor: Limits changed: usual 88');
  expect(lines.at(-1)).toBe('Dr. Ruiz: Verbal order co-signed');
});
