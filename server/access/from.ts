/** Where a request or a sign-in comes from: for the throttle and for the audit. */
import { isIPv6 } from 'node:net';
import type { AuditFrom } from '#core/audit/audit-event.ts';
import type { SiteState } from '#core/site-state.ts';

export const fromScreen = ({ screens }: Pick<SiteState, 'screens'>, screenId: string): AuditFrom => {
  const label = screens.find((screen) => screen.screenId === screenId)?.label;
  return { kind: 'screen', screenId, ...(label !== undefined && { label }) };
};

/** IPv4 as it is; of IPv6 the network, as one household or machine has all of its addresses. */
export function networkOf(remote: string | undefined): string {
  if (remote === undefined) return 'unknown';
  const address = remote.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(address) || address === '::1') return address;
  const [left = '', right] = address.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
