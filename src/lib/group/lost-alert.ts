/** That a clinic which was to be seen here is not: a technical alert of this station, about no chair. */
import type { Instant } from '#core/reading.ts';
import type { AlertView } from '#core/view.ts';
import type { GroupClinic } from '#protocol/group-events.ts';

/** @param seen by somebody at this station; it is known nowhere else */
export const lostAlert = (
  { siteId, name }: Pick<GroupClinic, 'siteId' | 'name'>,
  since: Instant,
  seen: { readonly byName: string; readonly at: Instant } | undefined,
): AlertView => ({
  alertId: `no-connection:${siteId}`,
  kind: 'adapter-lost',
  priority: 'medium',
  parameter: 'technical',
  text: `No connection to ${name}`,
  detail: 'Nothing of it is known now',
  onsetAt: since,
  issuedAt: since,
  condition: 'true',
  ...(seen && { acknowledged: { ...seen, place: 'station' } }),
});
