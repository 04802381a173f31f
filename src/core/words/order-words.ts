/** Verbal orders and changed limits in words: page, chart and PDF say them alike. */
import { isSamePerson } from '../care/care.ts';
import type { LimitChange } from '../limits/limit-name.ts';
import { limitWords } from '../limits/limit-words.ts';
import type { OrderView } from '../orders/order-view.ts';
import { anewText, CRITERION } from './labels.ts';

/** `SpO₂ low, medium priority: 90 → 86`. */
export function changeText({ name, from, to, toProtocol }: LimitChange): string {
  return `${limitWords(name)}: ${from} → ${to}${toProtocol ? ' (protocol)' : ''}`;
}

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

export const whyText = ({ reason, asksAnew }: NonNullable<OrderView['disputed']>): string =>
  asksAnew ? `${reason}. ${anewText(asksAnew)}` : reason;

/** One line for a summary, a sheet, a log. */
export const orderLine = (order: Omit<OrderView, 'wayBack' | 'asksAnew'>, clock: (at: number) => string): string =>
  `${orderText(order)}. Ordered by ${orderedText(order, clock)}; ${standText(order, clock)}`;
