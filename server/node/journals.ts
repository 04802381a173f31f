/** The group's journals, as a node's sites ask for them. */
import type { Logger } from 'pino';
import { followSite } from '../postgres/follow-site.ts';
import type { Group } from '../postgres/group.ts';
import { openPostgresJournal } from '../postgres/open-postgres-journal.ts';
import type { Journals } from './hosted-site.ts';

export const journalsOf = (group: Group, nodeId: string, log: Logger): Journals => ({
  open: ({ site, copyPath, epoch, onLost }) =>
    openPostgresJournal(group, {
      ...{ site, copyPath, epoch, nodeId, onLost },
      onNotice: (sentence) => log.warn({ siteId: site.siteId }, sentence),
    }),
  follow: (site, copyPath, { checksHeads }) =>
    followSite(group, site, copyPath, {
      checksHeads,
      onNotice: (sentence) => log.warn({ siteId: site.siteId }, sentence),
    }),
});
