/** Who a reading is: counted without holes, never used twice, never sent under two names, in one epoch while the adapter lives. */
import type { Instant } from '#core/reading.ts';
import { grouped, measurementOf, nameOf } from './evidence.ts';
import type { Arrival, Evidence } from './evidence.ts';
import { finding } from './verdict.ts';
import type { Judge } from './verdict.ts';

/** An epoch's readings this close to a start may be of the life before. */
const START_MS = 2_000;

export const seq: Judge = ({ arrivals }) =>
  finding(
    arrivals.length > 0,
    holesOf(arrivals).map((hole) => `"seq" of ${hole}`),
  );

/** `ox-1 has no 7, 8 between 3 and 12` for each device and epoch with holes. */
export function holesOf(arrivals: readonly Arrival[]): readonly string[] {
  const series = grouped(arrivals, ({ deviceId, epoch }) => JSON.stringify([deviceId, epoch]));
  return [...series.values()].flatMap((each) => {
    const seqs = new Set(each.map((arrival) => arrival.seq));
    const sorted = [...seqs].toSorted((a, b) => a - b);
    const [from = 0, to = 0] = [sorted[0], sorted.at(-1)];
    const missing: number[] = [];
    for (const [n, value] of sorted.entries())
      for (let hole = (sorted[n - 1] ?? value) + 1; hole < value && missing.length < 5; hole += 1) missing.push(hole);
    const all = to - from + 1 - seqs.size;
    const more = all > missing.length ? ` and ${all - missing.length} more` : '';
    return all === 0
      ? []
      : [`${each[0]?.deviceId ?? ''} has no ${missing.join(', ')}${more} between ${from} and ${to}`];
  });
}

/** The same identity for two measurements, first and second. */
function reusedOf({ byKey, restarts }: Evidence): (readonly [Arrival, Arrival])[] {
  return [...byKey.values()].flatMap((same) => {
    const [first] = same;
    const other = same.find((each) => first && !isSame(first, each, restarts));
    return first && other ? [[first, other] as const] : [];
  });
}

/** A clock that started anew may put what was measured before a little differently. */
const RESTART_SLACK_MS = 5_000;

function isSame(first: Arrival, second: Arrival, restarts: readonly Instant[]): boolean {
  if (!isAcross(restarts, [first, second])) return measurementOf(first) === measurementOf(second);
  const { clinicAt: before = 0 } = first;
  const { clinicAt: after = before } = second;
  return (
    measurementOf(first, 'measuredAt') === measurementOf(second, 'measuredAt') &&
    Math.abs(after - before) < RESTART_SLACK_MS
  );
}

const isAcross = (restarts: readonly Instant[], [first, second]: readonly [Arrival, Arrival]): boolean =>
  restarts.some((at) => at > first.at && at <= second.at);

const reusedText = ([{ key, raw, epoch }, second]: readonly [Arrival, Arrival]): string => {
  const [a, b] = [raw as { [key: string]: unknown }, second.raw as { [key: string]: unknown }];
  const field = Object.keys({ ...a, ...b }).find((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name])) ?? '';
  return `${nameOf(key)} of epoch "${epoch.slice(0, 40)}" was sent twice with different content: "${field}" was ${JSON.stringify(a[field])} and then ${JSON.stringify(b[field])}`;
};

export const identity: Judge = (evidence) => {
  const reused = reusedOf(evidence).filter((pair) => !isAcross(evidence.restarts, pair));
  const firsts = [...evidence.byKey.values()].flatMap(([first]) => (first?.wire ? [first] : []));
  const renamed = [...grouped(firsts, (each) => measurementOf(each)).values()].flatMap(([first, second]) =>
    first && second
      ? [
          `${nameOf(first.key)} came again as seq ${second.seq}${first.epoch === second.epoch ? '' : ' of another epoch'}: send it again under the same identity`,
        ]
      : [],
  );
  return finding(evidence.arrivals.length > 0, [...reused.map(reusedText), ...renamed]);
};

export const epoch: Judge = ({ arrivals, connections, restarts }) => {
  const starts = [connections[0]?.from ?? 0, ...restarts];
  const isOfLife = ({ at, clinicAt = at }: Arrival, n: number): boolean =>
    clinicAt > (starts[n] ?? 0) + START_MS && clinicAt < (starts[n + 1] ?? Infinity);
  const wrong = starts.flatMap((_, n) => {
    const ofLife = grouped(
      arrivals.filter((each) => isOfLife(each, n)),
      ({ deviceId }) => deviceId,
    );
    return [...ofLife].flatMap(([deviceId, each]) => {
      const epochs = new Set(each.map((arrival) => arrival.epoch));
      return epochs.size > 1
        ? [`${deviceId} had ${epochs.size} epochs without a restart: the counter goes on at a reconnect`]
        : [];
    });
  });
  return finding(connections.length > 1 && arrivals.length > 0, wrong);
};

export const restart: Judge = (evidence) => {
  const { restarts, connections, arrivals } = evidence;
  const [asked] = restarts;
  if (asked === undefined) return finding(false, []);
  if (!connections.some(({ from, announcedAt }) => from > asked && announcedAt !== undefined))
    return finding(true, ['it did not come back after its restart']);
  const reused = reusedOf(evidence).filter((pair) => isAcross(restarts, pair));
  return finding(
    arrivals.some(({ at }) => at > asked),
    reused.map(reusedText),
  );
};
