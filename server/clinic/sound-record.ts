/** Who sounds, on the record of each visit whose alerts must be heard; its alerts about sound follow from there. */
import { mustBeHeard } from '#core/alerts/must-be-heard.ts';
import type { Instant } from '#core/reading.ts';
import type { RunningVisit } from './running-visit.ts';
import type { SiteDesk } from './site-desk.ts';
import type { SoundDesk } from './sound-desk.ts';

export interface SoundRecordDeps {
  readonly site: SiteDesk;
  readonly sound: Pick<SoundDesk, 'of' | 'isSettled'>;
  readonly now: () => Instant;
}

/**
 * Records a change. Nothing before the watch begins or an alert must be heard (AL-208), nor while pages still come back to a server that has just started. A demo's chair
 * has no tablet of its own: there a silent page is a finding once it could be heard, and a chair without a page is none (AL-149).
 */
export function recordSound(visit: RunningVisit, { site, sound, now }: SoundRecordDeps): void {
  const { state } = visit;
  // Once told it is kept up to date: what was true of an alert in the set-up must not be taken for now when the watch begins.
  if (!sound.isSettled || state.phase.name === 'ended' || !(state.sound || mustBeHeard(state))) return;
  const { who, station, chair } = sound.of(state.chairId);
  if (state.sound?.who === who && state.sound.station === station) return;
  const isFinding = who === 'nobody' || who === 'station';
  const isOfNoTablet = chair === 'absent' && state.sound?.who !== 'nobody';
  if (site.state.demo && isFinding && (!state.sound || isOfNoTablet)) return;
  visit.record(now(), { kind: 'system' }, [{ type: 'sound-changed', who, station }]);
  visit.commit();
}
