/** How screens speak of verbal orders. */
import type { OrderView } from '#core/orders/order-view.ts';
import { isOpen } from '#core/orders/verbal-order.ts';
import type { WayBack } from '#core/orders/way-back.ts';
import { orderText, whyText } from '#core/words/order-words.ts';

export { orderedText, orderLine, orderText, standText } from '#core/words/order-words.ts';

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
