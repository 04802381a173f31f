/** Finds the true events in a series of vital signs by plain loops, so that an alert can be held against them. Pure. */
import type { HeldLimit, JudgedKind, PeriodicLimits, Sample } from './limits-read.ts';
import { BP, GAP_S, pulseHigh, pulseLow, spo2Low } from './limits-read.ts';

export interface LimitEvent {
  readonly kind: JudgedKind;
  readonly level: 'medium' | 'high';
  /** The first value beyond the limit. */
  readonly onsetS: number;
  /** When it has lasted long enough for an alert. */
  readonly dueS: number;
  /** The last value before it was back in range for good. */
  readonly endS: number;
}

export interface RestingValues {
  readonly pulse: number;
  readonly sbp: number;
}

export function limitEvents(samples: readonly Sample[], resting: RestingValues): readonly LimitEvent[] {
  return [
    ...[spo2Low, pulseHigh, pulseLow(resting.pulse)].flatMap((limits) => periodicEvents(samples, limits)),
    ...bpHighEvents(samples),
    ...bpLowEvents(samples, resting.sbp),
  ].toSorted((a, b) => a.onsetS - b.onsetS);
}

interface Run {
  readonly fromS: number;
  toS: number;
}

/** Unbroken stretches in which the values are beyond the limit. */
function runsOf(samples: readonly Sample[], { value }: PeriodicLimits, { isBeyond }: HeldLimit): readonly Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (const sample of samples) {
    const measured = value(sample);
    if (measured === undefined) continue;
    if (open && sample.s - open.toS > GAP_S) open = undefined;
    if (!isBeyond(measured)) open = undefined;
    else if (open) open.toS = sample.s;
    else runs.push((open = { fromS: sample.s, toS: sample.s }));
  }
  return runs;
}

const lasting = (samples: readonly Sample[], limits: PeriodicLimits, held: HeldLimit): readonly Run[] =>
  runsOf(samples, limits, held).filter(({ fromS, toS }) => toS - fromS >= held.holdS);

function periodicEvents(samples: readonly Sample[], limits: PeriodicLimits): readonly LimitEvent[] {
  const calm = lasting(samples, limits, limits.over);
  const found = (['medium', 'high'] as const).flatMap((level) =>
    lasting(samples, limits, limits[level]).map(({ fromS, toS }) => ({
      level,
      fromS,
      toS,
      dueS: fromS + limits[level].holdS,
    })),
  );
  const events: LimitEvent[] = [];
  for (const { level, fromS, toS, dueS } of found.toSorted((a, b) => a.fromS - b.fromS)) {
    const last = events.at(-1);
    const isSame = last && !calm.some((run) => run.fromS >= last.endS && run.fromS + limits.over.holdS <= fromS);
    if (!last || !isSame) events.push({ kind: limits.kind, level, onsetS: fromS, dueS, endS: toS });
    else
      events[events.length - 1] = {
        ...last,
        level: last.level === 'high' ? 'high' : level,
        dueS: Math.min(last.dueS, dueS),
        endS: Math.max(last.endS, toS),
      };
  }
  return events;
}

type Pressure = { readonly s: number; readonly sbp: number; readonly dbp: number };
const pressures = (samples: readonly Sample[]): readonly Pressure[] =>
  samples.flatMap(({ s, sbp, dbp }) => (sbp === undefined || dbp === undefined ? [] : [{ s, sbp, dbp }]));
const reaches = ({ sbp, dbp }: Pressure, { systolic, diastolic }: { systolic: number; diastolic: number }): boolean =>
  sbp >= systolic || dbp >= diastolic;

/** One for each unbroken series of high pressures. */
function bpHighEvents(samples: readonly Sample[]): readonly LimitEvent[] {
  const all = pressures(samples);
  return series(
    all.map((pressure, n) => {
      if (reaches(pressure, BP.high)) return { pressure, level: 'high' as const, dueS: pressure.s };
      if (!reaches(pressure, BP.medium)) return { pressure };
      const repeat = all[n + 1];
      const hasRepeat = repeat !== undefined && repeat.s - pressure.s <= BP.repeatWithinS;
      if (hasRepeat && !reaches(repeat, BP.medium)) return { pressure };
      return { pressure, level: 'medium' as const, dueS: hasRepeat ? repeat.s : pressure.s + BP.repeatWithinS };
    }),
    'bp-high',
  );
}

function bpLowEvents(samples: readonly Sample[], baselineSbp: number): readonly LimitEvent[] {
  const all = pressures(samples);
  const isLow = ({ sbp }: Pressure): boolean => sbp < BP.low.medium && sbp <= baselineSbp * (1 - BP.low.belowBaseline);
  return series(
    all.map((pressure, n) => {
      if (pressure.sbp < BP.low.high) return { pressure, level: 'high' as const, dueS: pressure.s };
      if (!isLow(pressure)) return { pressure };
      const repeat = all[n + 1];
      const hasRepeat = repeat !== undefined && repeat.s - pressure.s <= BP.repeatWithinS;
      if (hasRepeat && !isLow(repeat)) return { pressure };
      return { pressure, level: 'medium' as const, dueS: hasRepeat ? repeat.s : pressure.s + BP.repeatWithinS };
    }),
    'bp-low',
  );
}

interface JudgedPressure {
  readonly pressure: Pressure;
  readonly level?: 'medium' | 'high';
  readonly dueS?: number;
}

function series(judged: readonly JudgedPressure[], kind: JudgedKind): readonly LimitEvent[] {
  const events: LimitEvent[] = [];
  let isOpen = false;
  for (const { pressure, level, dueS = pressure.s } of judged) {
    const last = events.at(-1);
    if (level === undefined) isOpen = false;
    else if (isOpen && last)
      events[events.length - 1] = { ...last, level: last.level === 'high' ? 'high' : level, endS: pressure.s };
    else {
      events.push({ kind, level, onsetS: pressure.s, dueS, endS: pressure.s });
      isOpen = true;
    }
  }
  return events;
}
