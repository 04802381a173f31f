/** One happening at a chair, lived through for as long as it takes. */
import type { Cause, Duration, OximetryReading, Reading } from '#core/reading.ts';
import { BASELINE } from './bedside.ts';
import type { Bedside } from './bedside.ts';
import type { Happening, Run, Signal } from './happenings.ts';
import { SECOND } from './visit-builder.ts';

const CAUSES: Readonly<Record<Signal, readonly Cause[]>> = {
  good: [],
  poor: ['poor-signal'],
  moved: ['motion'],
  none: ['probe-off'],
};

/** The readings of a run in the order in which they are received; instants count from its beginning. */
export function deliveries(run: Run): readonly { readonly at: Duration; readonly measuredAt: Duration }[] {
  return Array.from({ length: run.count }, (_, index) => {
    const at = (index + 1) * run.everyMs;
    const held = run.shuffled && index % 2 === 0 ? run.everyMs + 250 : 0;
    return { at: at + held, measuredAt: at - run.lateMs };
  }).toSorted((a, b) => a.at - b.at);
}

export function oximetry(
  { spo2: spo2Pct, pulse: pulseBpm, signal }: Pick<Run, 'spo2' | 'pulse' | 'signal'>,
  measuredAt: number,
): OximetryReading {
  const quality = signal === 'moved' ? 'poor' : signal;
  const told = { kind: 'oximetry', measuredAt, quality, causes: CAUSES[signal] } as const;
  return signal === 'none' ? told : { ...told, spo2Pct, pulseBpm };
}

/** Lets one thing happen, for as long as it takes. */
export function happen(bedside: Bedside, happening: Happening): void {
  const { now } = bedside;
  const measuredAt = now;
  switch (happening.is) {
    case 'run':
      for (const delivery of deliveries(happening)) {
        bedside.until(now + delivery.at);
        const reading: Reading = oximetry(happening, now + delivery.measuredAt);
        bedside.reading(reading);
        if (happening.twice) bedside.reading(reading);
      }
      return;
    case 'bp': {
      const { systolic: systolicMmHg, diastolic: diastolicMmHg } = happening;
      bedside.reading({ kind: 'nibp', measuredAt, quality: 'good', causes: [], systolicMmHg, diastolicMmHg });
      return;
    }
    case 'bp-by-hand':
      bedside.give({
        type: 'bp:enter',
        systolicMmHg: happening.systolic,
        diastolicMmHg: happening.diastolic,
        minutesAgo: 0,
      });
      return;
    case 'bp-failed':
      bedside.reading({ kind: 'nibp-failed', measuredAt, quality: 'none', causes: [], failure: 'weak-signal' });
      return;
    case 'cuff':
      bedside.says({
        type: 'set-up-recorded',
        setUp: { cuffArm: 'left', oximeterHand: happening.sameArm ? 'left' : 'right' },
      });
      for (let second = 1; second <= happening.seconds; second += 1) {
        bedside.after(SECOND);
        const pressed = { kind: 'cuff-pressure', measuredAt: bedside.now, quality: 'good', causes: [] } as const;
        bedside.reading({ ...pressed, cuffPressureMmHg: 140 });
        bedside.reading(oximetry({ spo2: happening.spo2, pulse: 72, signal: 'good' }, bedside.now));
      }
      return;
    case 'silence':
      bedside.after(happening.ms);
      return;
    case 'adapter':
      bedside.record({
        type: happening.state === 'here' ? 'adapter-connected' : 'adapter-disconnected',
        adapterId: 'a',
      });
      return;
    case 'acknowledge':
    case 'pause-audio': {
      // A person answers what is shown: what was due by now is.
      const open = Object.values(bedside.record().state.alerts);
      const { alertId = 'none' } = open[happening.pick % Math.max(1, open.length)] ?? {};
      const type = happening.is === 'acknowledge' ? 'alert:acknowledge' : 'alert:pause-audio';
      bedside.give({ type, alertId }, happening.place);
      return;
    }
    case 'clear-mark':
      bedside.give({ type: 'mark:clear', alertId: bedside.record().state.latched[0]?.alertId ?? 'none' });
      return;
    case 'attended':
      bedside.give({ type: 'patient:attended' });
      return;
    case 'off-monitor':
      bedside.give({ type: 'off-monitor:begin' });
      return;
    case 'back-on-monitor':
      bedside.give({ type: 'off-monitor:back' });
      return;
    case 'stop':
      bedside.give({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
      return;
    case 'reopen':
      bedside.give({ type: 'infusion:reopen', reason: 'it still runs' });
      return;
    case 'end-monitoring':
      bedside.says({ type: 'monitoring-ended', byName: 'N. Okafor' });
      return;
    case 'monitor-again':
      bedside.says({ type: 'monitoring-reopened', reason: 'dizzy' });
      return;
    case 'pause-pump':
      bedside.give({ type: 'pump:pause', minutesAgo: 0 });
      return;
    case 'resume-pump':
      bedside.says({ type: 'pump-resumed', happenedAt: now });
      return;
    case 'moaas':
      bedside.give({
        type: 'entry:record',
        minutesAgo: 0,
        entry: { kind: 'scale', scale: 'moaas', score: happening.score },
      });
      return;
    case 'correct-baseline':
      bedside.give({
        type: 'baseline:correct',
        ...BASELINE,
        spo2Pct: BASELINE.spo2Pct + happening.by,
        reason: 'on air',
      });
      return;
    case 'refold':
      bedside.refold();
      return;
    case 'restart':
      bedside.restart(happening.downMs);
      return;
    case 'page':
      bedside.turn(happening.index, happening.state);
      return;
    case 'listen':
      bedside.listens(happening.at, happening.listens);
      return;
    case 'quiet':
      bedside.says({ type: 'quiet-set', quiet: happening.quiet, byName: 'N. Okafor' });
      return;
    default:
      happening satisfies never;
  }
}
