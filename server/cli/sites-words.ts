/** What `vigil sites` prints. */
import type { NodeStanding, SiteStanding } from '../sites/standings.ts';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function siteLines(site: SiteStanding): readonly string[] {
  const { name, siteId, hosts, owner, leaseAgeMs, tx, watchedBy, timeZone, demo } = site;
  const runs = owner
    ? `on ${owner.url} (node ${owner.nodeId}, epoch ${owner.epoch}), renewed ${seconds(leaseAgeMs ?? 0)} ago`
    : leaseAgeMs === undefined
      ? 'never ran yet'
      : `on no node for ${seconds(leaseAgeMs)}`;
  return [
    `${name}${demo ? ' (demonstration)' : ''}`,
    `  id       ${siteId}`,
    `  hosts    ${hosts.length === 0 ? 'none: nobody reaches it' : hosts.join(', ')}`,
    `  zone     ${timeZone}`,
    `  runs     ${runs}`,
    `  record   ${tx.toLocaleString('en')} ${tx === 1 ? 'transaction' : 'transactions'}`,
    ...(watchedBy.length === 0 ? [] : [`  seen by  the stations of ${watchedBy.join(', ')}`]),
  ];
}

export const nodeLine = ({ nodeId, url, seenMs, holds }: NodeStanding): string =>
  `${url}  ${holds} ${holds === 1 ? 'site' : 'sites'}, seen ${seconds(seenMs)} ago  (${nodeId})`;
