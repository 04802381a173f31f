/** Several faults, some at a time, each on a stand of its own. */
import type { Fault } from './fault.ts';
import { runExercise } from './run-fault.ts';
import type { FaultReport } from './run-fault.ts';

export interface DrillPlan {
  readonly faults: readonly Fault[];
  /** Of each; absent: its share of the full form. */
  readonly times?: number;
  /** Of its share; default 100. */
  readonly percent?: number;
  readonly chairs: number;
  readonly seed: number;
  /** Stands at a time. */
  readonly atOnce: number;
  readonly say: (line: string) => void;
  /** Each as soon as it is there: what a run that is broken off can still tell. */
  readonly onReport?: (report: FaultReport) => void;
}

/** @returns in the order of the plan */
export async function runDrills({
  faults,
  times,
  percent = 100,
  chairs,
  seed,
  atOnce,
  say,
  onReport,
}: DrillPlan): Promise<readonly FaultReport[]> {
  const reports = new Map<Fault, FaultReport>();
  const waiting = [...faults];
  const startedAt = Date.now();
  const work = async (): Promise<void> => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const goal = times ?? Math.ceil((fault.share * percent) / 100);
      const { name } = fault;
      let told = 0;
      const exercise = {
        name,
        faults: fault.mixes ?? [fault],
        processes: processesOf(fault, chairs),
        ...(fault.openGround && { openGround: fault.openGround }),
      };
      const report = await runExercise(exercise, {
        ...{ times: goal, chairs, seed: seed + faults.indexOf(fault) },
        onProgress(injections) {
          if (injections - told < goal / 4) return;
          told = injections;
          say(`${Math.round((Date.now() - startedAt) / 1_000)} s  ${name}: ${injections} of ${goal}`);
        },
      });
      reports.set(fault, report);
      onReport?.(report);
      say(
        `${Math.round((Date.now() - startedAt) / 1_000)} s  ${name}: ${report.wrong.length === 0 ? 'well' : 'FAILED'}`,
      );
      for (const what of report.wrong) say(`  seed ${report.seed}: ${what}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return faults.flatMap((fault) => reports.get(fault) ?? []);
}

/** Mixed faults have one such chair, so that its adapter can be killed too. */
const processesOf = ({ processes, mixes }: Fault, chairs: number): number => (processes ? chairs : mixes ? 1 : 0);
