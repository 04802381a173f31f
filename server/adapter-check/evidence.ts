/** What was seen, put in the order in which rules ask: connections, arrivals of each reading, answers. */
import type { Duration, Instant } from '#core/reading.ts';
import type { AnnouncedDevice } from '#protocol/adapter-events.ts';
import { keyOf } from './seen.ts';
import type { Given, Seen, SeenReading, Withheld } from './seen.ts';

export type Probe = Extract<Seen, { kind: 'probe' }> & { readonly stamp: number };

export interface Connection {
  readonly id: string;
  readonly adapterId: string;
  readonly from: Instant;
  to: Instant;
  announcedAt?: Instant;
  devices: readonly AnnouncedDevice[];
  readonly events: { readonly at: Instant; readonly event: string; readonly payload: unknown }[];
  /** Answered ones. */
  readonly probes: Probe[];
}

/** A reading that came, once or again. */
export interface Arrival extends SeenReading {
  readonly at: Instant;
  readonly connection: Connection;
  readonly deviceId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly key: string;
  /** When it was measured, by the referee's clock; undefined without a stamp or an answered probe. */
  readonly clinicAt: Instant | undefined;
}

export interface Evidence {
  readonly seen: readonly Seen[];
  readonly connections: readonly Connection[];
  readonly arrivals: readonly Arrival[];
  /** By identity, in the order they came. */
  readonly byKey: ReadonlyMap<string, readonly Arrival[]>;
  readonly answered: ReadonlyMap<
    string,
    readonly { readonly at: Instant; readonly as: Given; readonly connection: Connection }[]
  >;
  readonly withheld: ReadonlyMap<string, readonly { readonly at: Instant; readonly why: Withheld }[]>;
  readonly restarts: readonly Instant[];
  readonly end: Instant;
}

/** What to call a reading in a finding: `ox-1 seq 7`. */
export const nameOf = (key: string): string => {
  const [deviceId, , seq] = JSON.parse(key) as [string, string, number];
  return `${deviceId.slice(0, 80)} seq ${seq}`;
};

export function evidenceOf(seen: readonly Seen[], end: Instant = seen.at(-1)?.at ?? 0): Evidence {
  const connections = connectionsOf(seen, end);
  const arrivals = seen.flatMap((each) => (each.kind === 'batch' ? arrivalsOf(each, connections) : []));
  const byKey = grouped(arrivals, ({ key }) => key);
  const answered = new Map<string, { at: Instant; as: Given; connection: Connection }[]>();
  const withheld = new Map<string, { at: Instant; why: Withheld }[]>();
  for (const each of seen) {
    if (each.kind !== 'answered' && each.kind !== 'withheld') continue;
    const connection = connections.get(each.connection);
    for (const reading of each.readings) {
      const key = keyOf(reading);
      if (key === undefined || !connection) continue;
      if (each.kind === 'answered') push(answered, key, { at: each.at, as: each.as, connection });
      else push(withheld, key, { at: each.at, why: each.why });
    }
  }
  const restarts = seen.flatMap((each) => (each.kind === 'mark' && each.mark === 'restarted' ? [each.at] : []));
  return { seen, connections: [...connections.values()], arrivals, byKey, answered, withheld, restarts, end };
}

function connectionsOf(seen: readonly Seen[], end: Instant): Map<string, Connection> {
  const connections = new Map<string, Connection>();
  for (const each of seen) {
    if (each.kind === 'connected')
      connections.set(each.connection, {
        id: each.connection,
        adapterId: each.adapterId,
        from: each.at,
        to: end,
        devices: [],
        events: [],
        probes: [],
      });
    const connection = 'connection' in each ? connections.get(each.connection) : undefined;
    if (!connection) continue;
    if (each.kind === 'gone') connection.to = each.at;
    if (each.kind === 'message') connection.events.push(each);
    if (each.kind === 'probe' && typeof each.stamp === 'number') connection.probes.push({ ...each, stamp: each.stamp });
    if (each.kind !== 'announced') continue;
    connection.announcedAt ??= each.at;
    connection.devices = each.devices;
  }
  return connections;
}

function arrivalsOf(batch: Extract<Seen, { kind: 'batch' }>, connections: ReadonlyMap<string, Connection>): Arrival[] {
  const connection = connections.get(batch.connection);
  if (!connection) return [];
  const offset = offsetOf(connection);
  return batch.readings.flatMap((reading) => {
    const key = keyOf(reading);
    if (key === undefined) return [];
    const { deviceId, epoch, seq, measuredAt } = reading.raw as Arrival & { readonly measuredAt: unknown };
    const clinicAt = offset === undefined || typeof measuredAt !== 'number' ? undefined : measuredAt + offset;
    return [{ ...reading, at: batch.at, connection, deviceId, epoch, seq, key, clinicAt }];
  });
}

/** The referee's clock minus the adapter's, by the probe that came back quickest. */
function offsetOf({ probes }: Connection): Duration | undefined {
  const best = probes.toSorted((a, b) => a.at - a.askedAt - (b.at - b.askedAt)).at(0);
  return best && offsetAt(best);
}

export const offsetAt = ({ askedAt, at, stamp }: Probe): Duration => (askedAt + at) / 2 - stamp;

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export function grouped<T>(list: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) push(groups, by(each), each);
  return groups;
}

/** A reading without its identity, as one text. */
export const measurementOf = ({ raw }: Arrival, but?: string): string => {
  const { epoch: _epoch, seq: _seq, ...measured } = raw as { readonly [key: string]: unknown };
  return JSON.stringify(
    Object.entries(measured)
      .filter(([key]) => key !== but)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** Each measurement's first arrival, if it could be read: not what came again, under the same name or another. */
export function originalsOf({ byKey }: Evidence): readonly Arrival[] {
  const firsts = [...byKey.values()].flatMap(([first]) => (first?.wire ? [first] : []));
  const byMeasurement = grouped(firsts, (each) => measurementOf(each));
  return firsts.filter((each) => byMeasurement.get(measurementOf(each))?.[0] === each);
}
