/** Who sounds, on the record of each watched visit; its alerts about sound follow from there. */
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
 * Records a change. Nothing before the watch begins, nor while pages still come back to a server that has just started. A demo's chairs
 * without a tablet are no finding: there it begins once the chair's own page could sound.
 */
export function recordSound(visit: RunningVisit, { site, sound, now }: SoundRecordDeps): void {
  const { state } = visit;
  if (!sound.isSettled || !state.protocol.technical.phases.includes(state.phase.name)) return;
  const { who, station } = sound.of(state.chairId);
  if (state.sound?.who === who && state.sound.station === station) return;
  if (site.state.demo && !state.sound && (who === 'nobody' || who === 'station')) return;
  visit.record(now(), { kind: 'system' }, [{ type: 'sound-changed', who, station }]);
  visit.commit();
}
