/** What a clinic needs to be one of a group: who it is there, the wire between the nodes, and whom its stations may see. */
import type { Namespace } from 'socket.io';
import type { GroupClinic } from '#protocol/group-events.ts';

export interface GroupSite {
  readonly siteId: string;
  /** Greater whenever another process publishes this clinic: its lease's epoch. */
  readonly run: number;
  /** Of the `/group` namespace alone. */
  adapter(namespace: Namespace): Namespace['adapter'];
  /** The clinics that admit stations of this one, by name. Rejects when that cannot be known now. */
  maySee(): Promise<readonly GroupClinic[]>;
  /** False: another node may have this clinic by now, and nothing is published. Absent: it always may. */
  readonly mayPublish?: () => boolean;
}
