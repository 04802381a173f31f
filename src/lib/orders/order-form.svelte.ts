/** What a nurse says of an order: whose it is, and when it was said. That it was read back is the hold on the button. */
import { isSamePerson } from '#core/care/care.ts';
import type { MinutesAgo, OrderableCommand } from '#core/command.ts';
import { ORDERABLE } from '#core/orders/verbal-order.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import type { Ordering } from './ordering.ts';

export class OrderForm {
  orderedBy = $state('');
  minutesAgo = $state<MinutesAgo>(0);

  /** Anew at each opening: the provider in reach, or the only one there is. */
  reset({ providers, inReach }: Ordering): void {
    const known = providers.find((name) => inReach !== undefined && isSamePerson(name, inReach));
    this.orderedBy = known ?? (providers.length === 1 ? (providers[0] ?? '') : '');
    this.minutesAgo = 0;
  }

  /** The sentence of what is missing, or the command. */
  wrap(command: OrderableCommand): WireVisitCommand | string {
    const orderedBy = this.orderedBy.trim();
    if (orderedBy === '') return 'Name the provider who ordered it.';
    return { type: 'order:verbal', orderedBy, readBack: true, minutesAgo: this.minutesAgo, command };
  }
}

export const isOrderable = (command: WireVisitCommand): command is OrderableCommand =>
  ORDERABLE.some((type) => type === command.type);
