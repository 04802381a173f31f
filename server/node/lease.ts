/**
 * The rules of a lease (docs/adr/0032-nodes.md). PostgreSQL gives a site to one node for LEASE_MS from the instant at which it was asked,
 * by its own clock. The owner counts from the instant BEFORE it asked, by its own two clocks, and stops MARGIN_MS earlier: however late
 * the answer came, it has stopped before another can have the site.
 */
import type { Duration } from '#core/reading.ts';

/** By PostgreSQL's clock. */
export const LEASE_MS: Duration = 3_000;
export const RENEW_EVERY_MS: Duration = 1_000;
/** How often a node looks for sites that nobody has. */
export const LOOK_EVERY_MS: Duration = 500;
/** No clock of the group runs faster or slower than another by more than this share. */
export const CLOCKS_APART = 0.01;
/** A wall clock that fell behind the monotonic one by more was set back: how long the machine slept cannot be known. */
export const SET_BACK_MS: Duration = 200;
/** For the clocks, for a step back that is not noticed, and for what is being written while the lease runs out. */
export const MARGIN_MS: Duration = 500;
/** A node that is not seen for so long is not counted among those that share the sites: before its leases run out. */
export const SEEN_MS: Duration = 2_900;
/** How long a node with its share leaves a free site to the others. */
export const YIELD_MS: Duration = 1_000;

/**
 * One instant by both clocks of a machine, ms. The monotonic one is never set but stands still while the machine sleeps; the wall clock goes
 * on then but may be set.
 */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** @param asked just before the newest request that was granted was sent */
export function isHeld(asked: Moment, now: Moment): boolean {
  const monotonic = now.monotonic - asked.monotonic;
  const wall = now.wall - asked.wall;
  return wall - monotonic >= -SET_BACK_MS && Math.max(monotonic, wall) < LEASE_MS - MARGIN_MS;
}

/** @returns by the clocks of this machine; 0 when it is held no more. */
export function heldForMs(asked: Moment, now: Moment): Duration {
  if (!isHeld(asked, now)) return 0;
  return LEASE_MS - MARGIN_MS - Math.max(now.monotonic - asked.monotonic, now.wall - asked.wall);
}

/** How many sites one node has when they are shared out evenly. */
export const fairShare = (sites: number, liveNodes: number): number => Math.ceil(sites / Math.max(1, liveNodes));

/** How long a site must have been free before this node takes it. */
export const waitsMs = (held: number, sites: number, liveNodes: number): Duration =>
  held < fairShare(sites, liveNodes) ? 0 : YIELD_MS;

/** A site that could not be opened is left to others for so long. @param failures in a row, from 1 */
export const backOffMs = (failures: number): Duration => Math.min(5_000 * 2 ** (failures - 1), 60_000);
