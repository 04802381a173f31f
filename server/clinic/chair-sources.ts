/** What a chair's view is made of: its place, the visit as screens may see it, and its devices as they are now. */
import type { Instant } from '#core/reading.ts';
import type { DeviceView } from '#core/view.ts';
import type { ChairSources } from '#core/view/chair-view.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { LastWeights } from './last-weights.ts';
import type { Journal } from '../journal/journal.ts';
import { chairCuff } from './chair-cuff.ts';
import type { CuffUse } from './cuff-use.ts';
import type { DeviceSeen } from './device-seen.ts';
import { deviceState } from './device-state.ts';
import type { Presence } from './presence.ts';
import { namesakesOf } from './namesakes.ts';
import type { ScheduleDesk } from './schedule-desk.ts';
import type { SiteDesk } from './site-desk.ts';
import type { SoundDesk } from './sound-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface ChairSourceDeps {
  readonly journal: Journal;
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly cuffUse: CuffUse;
  readonly seen: DeviceSeen;
  readonly sound: Pick<SoundDesk, 'of'>;
  readonly schedule: ScheduleDesk;
  readonly lastWeights: Pick<LastWeights, 'of'>;
  readonly now: () => Instant;
}

/**
 * @param coming of a visit there, in the place of what is shown of it: as if it were on the disk
 * @returns undefined when there is no such chair.
 */
export function chairSources(
  { journal, site, visits, presence, cuffUse, seen, sound, schedule, lastWeights, now }: ChairSourceDeps,
  chairId: string,
  coming?: VisitState,
): ChairSources | undefined {
  const chair = site.chair(chairId);
  if (!chair) return undefined;
  const shown = coming ? { state: coming, recorded: true } : visits.shownOn(chairId);
  const { failedSince, notJudgedPausedUntil } = visits.onChair(chairId) ?? {};
  const patient = shown && journal.getPatient(shown.state.patientId);
  const isBefore = shown?.state.phase.name === 'baseline';
  const namesakes = patient && isBefore ? namesakesOf(patient, now(), { journal, visits, schedule }).length : 0;
  // Of what is only coming nothing is forgotten.
  const isShown = coming === undefined || isBefore;
  const lastWeight = shown && isShown ? lastWeights.of(shown.state) : undefined;
  const cuff = chairCuff({ site, presence, cuffUse }, chairId, shown?.state.visitId);
  return {
    chair,
    visit: shown?.state ?? null,
    patient: patient ?? null,
    ...(namesakes > 0 && { namesakes }),
    devices: site.devicesOn(chairId).flatMap(({ deviceId, kind, label, emulated }): DeviceView[] => {
      const { connected, reason, lastSeenAt, batteryPct, lowBattery, notice } = deviceState(presence, seen, deviceId);
      const known = {
        connected,
        lowBattery,
        ...(reason !== undefined && { reason }),
        ...(lastSeenAt !== undefined && { lastSeenAt }),
        ...(batteryPct !== undefined && { batteryPct }),
        ...(notice !== undefined && { notice }),
      };
      // A monitor is shown as the oximeter and the cuff it has.
      const kinds = kind === 'monitor' ? (['oximeter', 'cuff'] as const) : [kind];
      return kinds.map((each) => ({ deviceId, kind: each, label, emulated, ...known }));
    }),
    ...(cuff && { cuff }),
    ...(lastWeight && { lastWeight }),
    sound: sound.of(chairId),
    ...(failedSince !== undefined && { failedSince }),
    ...(notJudgedPausedUntil !== undefined && { failedPausedUntil: notJudgedPausedUntil }),
    recorded: shown?.recorded ?? true,
  };
}
