/** Two nodes of a group, one clinic: a node is gone, stands still, or cannot reach PostgreSQL; PostgreSQL itself is gone. */
import type { Fault } from '../fault.ts';
import { GroupGround } from '../group-ground.ts';
import { later } from '../stand.ts';
import type { Stand } from '../stand.ts';

function groupOf({ ground }: Stand): GroupGround {
  if (ground instanceof GroupGround) return ground;
  throw new Error('This fault is of a group.');
}

/** From the kill on the five seconds count: the other node has to take over. */
export const nodeKilled: Fault = {
  id: 'node-killed',
  name: 'group: the owning node killed',
  share: 40,
  openGround: GroupGround.open,
  async inject(stand) {
    const ends = stand.troubleBegins();
    await groupOf(stand).owner.node.kill();
    ends();
    return 1;
  },
  async after(stand) {
    await Promise.all(groupOf(stand).nodes.map(({ node }) => (node.port === undefined ? node.start() : undefined)));
  },
};

export const nodeStopped: Fault = {
  id: 'node-stopped',
  name: 'group: the owning node stopped for 1–8 s (SIGSTOP)',
  share: 30,
  openGround: GroupGround.open,
  async inject(stand) {
    const ends = stand.troubleBegins();
    const { node } = groupOf(stand).owner;
    node.freeze();
    await later(stand.someMs(1_000, 8_000));
    node.thaw();
    ends();
    return 1;
  },
};

export const nodeParted: Fault = {
  id: 'node-parted',
  name: 'group: the owning node parted from PostgreSQL for 1–8 s',
  share: 30,
  openGround: GroupGround.open,
  async inject(stand) {
    const ends = stand.troubleBegins();
    const { line } = groupOf(stand).owner;
    line.set({ parted: true });
    await later(stand.someMs(1_000, 8_000));
    line.set({});
    ends();
    return 1;
  },
};

export const postgresKilled: Fault = {
  id: 'postgres-killed',
  name: 'group: PostgreSQL killed, and back',
  share: 20,
  openGround: GroupGround.open,
  async inject(stand) {
    const ends = stand.troubleBegins();
    await groupOf(stand).postgres.kill();
    await later(stand.someMs(0, 2_000));
    await groupOf(stand).postgres.restart();
    ends();
    return 1;
  },
};
