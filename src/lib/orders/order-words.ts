/** How screens speak of verbal orders. */
import { isSamePerson } from '#core/care/care.ts';
import type { OrderView } from '#core/orders/order-view.ts';
import { isOpen } from '#core/orders/verbal-order.ts';
import type { WayBack } from '#core/orders/way-back.ts';
import { anewText, CRITERION } from '#core/words/labels.ts';
import { changeText } from '../limits/limit-rows.ts';

/** What was ordered, in full: `Start at BP 164/101 in spite of the hold`. */
export function orderText({ command, bp, changes }: Pick<OrderView, 'command' | 'bp' | 'changes'>): string {
  switch (command.type) {
    case 'hold:approve':
      return bp
        ? `Start at BP ${bp.systolicMmHg}/${bp.diastolicMmHg} in spite of the hold`
        : 'Start in spite of the hold';
    case 'baseline:correct':
      return `Correct the baseline to ${command.systolicMmHg}/${command.diastolicMmHg}, SpO₂ ${command.spo2Pct}, pulse ${command.pulseBpm}`;
    case 'limits:change':
      return `Change limits: ${(changes ?? []).map(changeText).join('; ')}`;
    case 'recovery:decide':
      return command.choice === 'extend' ? 'Extend recovery, BP more often' : 'Treated in recovery';
    case 'criterion:override':
      return `Set aside: ${CRITERION[command.criterion]}`;
    default:
      return command satisfies never;
  }
}

/** `Dr. Ruiz at 14:02, read back by N. Okafor`. */
export const orderedText = (
  { orderedBy, orderedAt, recordedBy }: Pick<OrderView, 'orderedBy' | 'orderedAt' | 'recordedBy'>,
  clock: (at: number) => string,
): string => `${orderedBy} at ${clock(orderedAt)}, read back by ${recordedBy}`;

/** How it stands: `not co-signed yet`, `co-signed by Dr. Ruiz 15:10`. Another provider than the one who ordered it is named as such. */
export function standText(
  { cosigned, disputed, orderedBy }: Pick<OrderView, 'cosigned' | 'disputed' | 'orderedBy'>,
  clock: (at: number) => string,
): string {
  const signed = cosigned ?? disputed;
  if (!signed) return 'not co-signed yet';
  const instead = isSamePerson(signed.byName, orderedBy) ? '' : `, instead of ${orderedBy}`;
  const by = `by ${signed.byName} ${clock(signed.at)}${instead}`;
  return disputed ? `disputed ${by}: ${whyText(disputed)}` : `co-signed ${by}`;
}

const whyText = ({ reason, asksAnew }: NonNullable<OrderView['disputed']>): string =>
  asksAnew ? `${reason}. ${anewText(asksAnew)}` : reason;

/** One line for a summary, a sheet, a log. */
export const orderLine = (order: OrderView, clock: (at: number) => string): string =>
  `${orderText(order)}. Ordered by ${orderedText(order, clock)}; ${standText(order, clock)}`;

/** What a provider who disputes an order can take back with it. */
export const WAY_BACK: Readonly<Record<WayBack, string>> = {
  hold: 'Hold the start again',
  limits: 'Set the limits back',
};

/** Who must sign: `Dr. Ruiz`, `Dr. Ruiz and Dr. Lee`. Each once. */
export const signers = (names: readonly string[]): string => [...new Set(names)].join(' and ');

/** `1 verbal order`, `3 verbal orders`. */
export const ordersInWords = (count: number): string => (count === 1 ? '1 verbal order' : `${count} verbal orders`);

interface OrderLogLine {
  readonly id: string;
  readonly at: number;
  readonly byName: string;
  readonly text: string;
}

/** Lines of the day's log: it was recorded, and signed. */
export const orderEvents = (orders: readonly OrderView[], clock: (at: number) => string): readonly OrderLogLine[] =>
  orders.flatMap((order) => {
    const { orderId, recordedAt, recordedBy, orderedBy, orderedAt, cosigned, disputed } = order;
    const signed = cosigned ?? disputed;
    return [
      {
        id: `order-${orderId}`,
        at: recordedAt,
        byName: recordedBy,
        text: `Verbal order of ${orderedBy} at ${clock(orderedAt)}, read back: ${orderText(order)}`,
      },
      ...(signed
        ? [
            {
              id: `order-${orderId}-signed`,
              at: signed.at,
              byName: signed.byName,
              text: `Verbal order of ${orderedBy} ${disputed ? `disputed: ${whyText(disputed)}` : 'co-signed'}`,
            },
          ]
        : []),
    ];
  });

/** What wants a signature stands first; else as they were recorded. */
export const openFirst = (orders: readonly OrderView[]): readonly OrderView[] =>
  orders.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
