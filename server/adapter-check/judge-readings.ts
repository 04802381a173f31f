/** What a reading says: its form, its values or their absence, its stamp, and how often one comes. */
import type { Cause, Duration } from '#core/reading.ts';
import { grouped, nameOf, originalsOf } from './evidence.ts';
import type { Arrival, Evidence } from './evidence.ts';
import { withValue } from './judge-connection.ts';
import type { SeenReading } from './seen.ts';
import { finding, seconds, shown } from './verdict.ts';
import type { Judge } from './verdict.ts';

const VALUES = [
  'spo2Pct',
  'pulseBpm',
  'perfusionIndexPct',
  'respiratoryRatePerMin',
  'systolicMmHg',
  'diastolicMmHg',
  'meanMmHg',
  'cuffPressureMmHg',
];
/** What devices and programs write for "no value". NaN becomes null on the wire. */
const SENTINELS: readonly unknown[] = [0, -1, -100, 127, 255, 511, 32_767, 65_535, null, '', 'NaN', '--', '---'];
/** While a device says this, its numbers are of nobody. */
const NO_SIGNAL: readonly Cause[] = ['probe-off', 'sensor-disconnected', 'searching'];
/** After the offset is taken out, as the server does. */
const FUTURE_MS: Duration = 2_000;
const ANCIENT_MS: Duration = 30 * 86_400_000;
const MEDIAN_MS = [600, 1_600] as const;
const GAP_MS: Duration = 3_500;
const RATE_FROM = 5;

type Raw = { readonly [key: string]: unknown };
type Fault = 'reading' | 'no-value' | 'quality' | 'probe-off';

const rawOf = ({ raw }: SeenReading): Raw => (typeof raw === 'object' && raw !== null ? (raw as Raw) : {});
const has = (raw: Raw, cause: Cause): boolean => Array.isArray(raw['causes']) && raw['causes'].includes(cause);
const hasNumber = (raw: Raw): boolean => VALUES.some((field) => typeof raw[field] === 'number');
const signalCause = (raw: Raw): Cause | undefined => NO_SIGNAL.find((cause) => has(raw, cause));

function faultOf(reading: SeenReading): readonly [Fault, string] | undefined {
  const raw = rawOf(reading);
  const cause = signalCause(raw);
  if (raw['kind'] === 'oximetry' && cause && hasNumber(raw)) {
    const field = VALUES.find((name) => typeof raw[name] === 'number') ?? '';
    return [
      'probe-off',
      `"${field}" is ${shown(raw[field])} while "causes" has "${cause}": no numbers without a signal`,
    ];
  }
  if (reading.refusal) {
    const what = withValue(reading.refusal.message, raw);
    const field = /"([A-Za-z0-9]+)" /.exec(what)?.[1] ?? '';
    if (VALUES.includes(field) && field in raw && SENTINELS.includes(raw[field]))
      return ['no-value', `${what}: a value that is missing is absent`];
    return [/^reading: "quality" is "none"/.test(what) ? 'quality' : 'reading', what];
  }
  if (raw['pulseBpm'] === 255)
    return ['no-value', '"pulseBpm" is 255, which devices send for "no value": leave it out'];
  if (raw['kind'] === 'oximetry' && raw['quality'] !== 'none' && !hasNumber(raw))
    return ['quality', `"quality" is ${shown(raw['quality'])}, but there is no value: it is "none" then`];
  return undefined;
}

const faults =
  (fault: Fault, isSeen: (each: SeenReading) => boolean = () => true): Judge =>
  ({ seen }) => {
    const readings = seen.flatMap((each) => (each.kind === 'batch' ? each.readings : []));
    const wrong = readings.flatMap((each) => {
      const [kind, what] = faultOf(each) ?? [];
      return kind === fault && what !== undefined ? [what] : [];
    });
    return finding(readings.some(isSeen), wrong);
  };

export const form = faults('reading');
export const noValue = faults('no-value');
export const quality = faults('quality');
export const probeOff = faults('probe-off', (reading) => signalCause(rawOf(reading)) !== undefined);

export const stamp: Judge = (evidence) => {
  const { arrivals } = evidence;
  const dated = arrivals.filter(({ clinicAt }) => clinicAt !== undefined);
  const wrong = dated.flatMap((each) => {
    const { key, at, clinicAt = at, raw } = each;
    const said = `"measuredAt" of ${nameOf(key)} is ${shown((raw as Raw)['measuredAt'])}`;
    if (clinicAt - at > FUTURE_MS) return [`${said}, ${seconds(clinicAt - at)} after it was sent, by your own clock`];
    return isAncient(each) ? [`${said}, ${Math.round((at - clinicAt) / 86_400_000)} days old by your own clock`] : [];
  });
  const backwards = [
    ...grouped(originalsOf(evidence), ({ deviceId, epoch, wire }) => `${deviceId} ${epoch} ${wire?.kind}`).values(),
  ].flatMap((series) => {
    const inOrder = series.toSorted((a, b) => a.seq - b.seq);
    return inOrder.flatMap((later, n) => {
      const earlier = inOrder[n - 1];
      const back = (earlier?.wire?.measuredAt ?? 0) - (later.wire?.measuredAt ?? 0);
      return earlier && back > 0
        ? [`"measuredAt" goes back by ${back} ms from ${nameOf(earlier.key)} to seq ${later.seq}`]
        : [];
    });
  });
  return finding(dated.length > 0, [...wrong, ...backwards]);
};

/** A stamp in another unit, or of another clock than the one that answers the probe. */
export const isAncient = ({ clinicAt, at }: Arrival): boolean => clinicAt !== undefined && at - clinicAt > ANCIENT_MS;

export const rate: Judge = (evidence) => {
  const firsts = originalsOf(evidence).filter((each) => each.wire?.kind === 'oximetry' && !isAncient(each));
  const series = [...grouped(firsts, ({ deviceId, epoch }) => `${deviceId} ${epoch}`).values()].filter(
    ({ length }) => length >= RATE_FROM,
  );
  return finding(
    series.length > 0,
    series.flatMap((each) => ofOne(each, evidence)),
  );
};

function ofOne(series: readonly Arrival[], { restarts, connections }: Evidence): string[] {
  const deviceId = series[0]?.deviceId ?? '';
  const stamps = series.map(({ at, clinicAt = at }) => clinicAt).toSorted((a, b) => a - b);
  const gaps = stamps
    .slice(1)
    .map((stampAt, n) => ({ from: stamps[n] ?? stampAt, ms: stampAt - (stamps[n] ?? stampAt) }));
  const median = gaps.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const every = `${deviceId} has a reading every ${seconds(median)}`;
  if (median < MEDIAN_MS[0])
    return [`${every}: send one a second, holding the last values and the worst quality of it`];
  if (median > MEDIAN_MS[1]) return [`${every}: send one a second, also while nothing changes and without a signal`];
  const isExcused = (from: number, to: number): boolean =>
    restarts.some((at) => at > from - 1_000 && at < to + 1_000) ||
    connections.some(({ events }) =>
      events.some(
        ({ event, payload, at }) =>
          event === 'device:link' && at > from && at < to + GAP_MS && (payload as Raw)['deviceId'] === deviceId,
      ),
    );
  return gaps.flatMap(({ from, ms }) =>
    ms > GAP_MS && !isExcused(from, from + ms)
      ? [
          `${deviceId} has no reading for ${seconds(ms)}: go on while there is no signal, or say "device:link" when the device is gone`,
        ]
      : [],
  );
}
