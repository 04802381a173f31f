/** What the adapter makes of answers and of silence: only silence is sent again, and what is live never waits. */
import type { Duration } from '#core/reading.ts';
import { measurementOf, nameOf, originalsOf } from './evidence.ts';
import type { Arrival, Evidence } from './evidence.ts';
import { isAncient } from './judge-readings.ts';
import type { Given, Withheld } from './seen.ts';
import { finding, seconds } from './verdict.ts';
import type { Judge } from './verdict.ts';

/** An answer that was on its way when the reading went out again. */
const CROSSING_MS: Duration = 700;
/** Sooner than this is not waiting for an answer. */
const IMPATIENT_MS: Duration = 2_000;
const LIVE_MS: Duration = 3_000;
/** A reading this old at the first of a connection was there to be sent. */
const WAITED_MS: Duration = 1_500;

/** What was left without a final answer, so: did it come again, and not too soon? */
export const again =
  (why: Withheld): Judge =>
  (evidence) => {
    const held = [...evidence.withheld].flatMap(([key, all]) => {
      const last = all.findLast((each) => each.why === why);
      return last ? [{ key, at: last.at }] : [];
    });
    const lost = held.filter(({ key, at }) => !(evidence.byKey.get(key) ?? []).some((each) => each.at > at));
    const names = lost.map(({ key }) => nameOf(key));
    const wrong =
      lost.length === 0
        ? []
        : [
            `${lost.length} of ${held.length} readings never came again: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`,
          ];
    return finding(held.length > 0, [...wrong, ...impatient(evidence, why)]);
  };

function impatient({ withheld, byKey }: Evidence, why: Withheld): string[] {
  if (why !== 'silence' && why !== 'unavailable') return [];
  const waits = [...withheld].flatMap(([key, all]) =>
    all.flatMap((held) => {
      const arrivals = byKey.get(key) ?? [];
      const before = arrivals.findLast(({ at }) => at <= held.at);
      const next = arrivals.find(({ at }) => at > held.at);
      return held.why === why && before && next && before.connection === next.connection
        ? [{ key, ms: next.at - before.at }]
        : [];
    }),
  );
  const soonest = waits.toSorted((a, b) => a.ms - b.ms).at(0);
  return soonest && soonest.ms < IMPATIENT_MS
    ? [`${nameOf(soonest.key)} came again after ${seconds(soonest.ms)}: wait 5 s`]
    : [];
}

/** What came again, and not another reading under its name. */
const sameOf = (arrivals: readonly Arrival[] = []): readonly Arrival[] =>
  arrivals.filter(
    (each, _, [first]) =>
      first && measurementOf(each, 'measuredAt') === measurementOf(first, 'measuredAt') && isNear(each, first),
  );
const isNear = (a: Arrival, b: Arrival): boolean => Math.abs((a.clinicAt ?? 0) - (b.clinicAt ?? 0)) < 500;

/** What was answered so is done with. */
export const final =
  (as: Given): Judge =>
  ({ answered, byKey, restarts, end }) => {
    // An answer just before the connection ended may never have arrived.
    const sure = [...answered].flatMap(([key, all]) => {
      const first = all.find((each) => each.as === as && each.connection.to - each.at > CROSSING_MS);
      return first ? [{ key, at: first.at }] : [];
    });
    const wrong = sure.flatMap(({ key, at }) => {
      const next = sameOf(byKey.get(key)).find((each) => each.at > at + CROSSING_MS);
      // Whoever was killed may not have got round to noting the answer: the server says "duplicate" then.
      if (next && restarts.some((restart) => restart > at && restart < next.at)) return [];
      return next ? [`${nameOf(key)} came again ${seconds(next.at - at)} after its answer`] : [];
    });
    return finding(
      sure.some(({ at }) => end - at > CROSSING_MS),
      wrong,
    );
  };

/** Measured while connected, it goes out at once, whatever else waits for an answer. */
export const live: Judge = (evidence) => {
  const measured = originalsOf(evidence).filter((each) => each.wire?.kind === 'oximetry' && isMeasuredOnline(each));
  const late = measured.flatMap((each) => {
    const lag = each.at - (each.clinicAt ?? each.at);
    return lag > LIVE_MS ? [{ each, lag }] : [];
  });
  const worst = late.toSorted((a, b) => b.lag - a.lag).at(0);
  return finding(
    measured.length > 0,
    worst
      ? [
          `${late.length} of ${measured.length} readings came late, ${nameOf(worst.each.key)} ${seconds(worst.lag)} after it was measured: send each at once, without waiting for earlier answers`,
        ]
      : [],
  );
};

const isMeasuredOnline = (arrival: Arrival): boolean => {
  const { clinicAt, connection } = arrival;
  return (
    clinicAt !== undefined &&
    !isAncient(arrival) &&
    connection.announcedAt !== undefined &&
    clinicAt > connection.announcedAt + 500
  );
};

/** Of what waited while it was away, the newest of each device comes first. */
export const newestFirst: Judge = (evidence) => {
  const { connections } = evidence;
  const firstComers = originalsOf(evidence).filter(({ clinicAt }) => clinicAt !== undefined);
  const judged = connections.slice(1).flatMap((connection) => {
    const ofIt = firstComers.filter((each) => each.connection === connection && !isAncient(each));
    return [...new Set(ofIt.map(({ deviceId }) => deviceId))].flatMap((deviceId) => {
      const mine = ofIt.filter((each) => each.deviceId === deviceId);
      const [first] = mine;
      const waited = mine.filter(({ clinicAt = 0 }) => clinicAt < (first?.at ?? 0) - WAITED_MS);
      return first && waited.length > 1 ? [{ first, waited }] : [];
    });
  });
  const wrong = judged.flatMap(({ first, waited }) => {
    const newest = waited.toSorted((a, b) => (b.clinicAt ?? 0) - (a.clinicAt ?? 0)).at(0);
    return newest && (newest.clinicAt ?? 0) > (first.clinicAt ?? 0)
      ? [`after an outage ${nameOf(first.key)} came first, but ${nameOf(newest.key)} was newer and waited`]
      : [];
  });
  return finding(judged.length > 0, wrong);
};
