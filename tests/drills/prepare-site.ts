/** A clinic's database as it stands when an infusion has just begun on each chair; its clock stands at now. */
import { join } from 'node:path';
import { ManualClock } from '../../server/clock.ts';
import { admit } from '../support/admitted.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

export interface DrillChair {
  /** 1, 2, 3 …: its adapter is `adapter-n`, its devices `ox-n` and `cuff-n`. */
  readonly number: number;
  readonly chairId: string;
  readonly visitId: string;
}

export interface PreparedSite {
  readonly database: string;
  readonly chairs: readonly DrillChair[];
}

/** The start takes two minutes of a good signal and the steps before it. */
const MOST_MS_A_CHAIR = 130_000;

export async function prepareSite(folder: string, count: number): Promise<PreparedSite> {
  const clock = new ManualClock(Date.now() - count * MOST_MS_A_CHAIR);
  const clinic = await startTestClinic({ folder, clock, chairs: count });
  const chairs: DrillChair[] = [];
  try {
    for (let number = 1; number <= count; number += 1) {
      const { chairId, visitId } = await infusingByWire(clinic, number);
      chairs.push({ number, chairId, visitId });
    }
    admit({ site: clinic.clinic, journal: clinic.journal }, 'box-1');
  } finally {
    await clinic.close({ keep: true });
  }
  return { database: join(folder, 'vigil.db'), chairs };
}
