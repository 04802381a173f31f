/**
 * What lies beside the copy of a site that does not run here, and that nothing else lets go: whole states of visits, pulse waves, the list of
 * past visits, a copy that was set aside. What the clinic's rule removed must not stay on a machine that had the site once.
 */
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import { historyPath } from '../history/history.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { beside } from '../keeping/besides.ts';
import { removedVisits } from '../keeping/retention-plan.ts';
import { asidePath } from '../postgres/copy-file.ts';
import { wipe, wipeFolder } from '../restart/wipe.ts';
import { openWaveforms, waveformPath } from '../waveforms/open-waveforms.ts';

/**
 * A copy that was set aside may hold what PostgreSQL lost, and a sentence in the log says where it is. Whoever looks after the group has a week,
 * with its weekend, to fetch it; that is also how long a shortened rule waits for second thoughts.
 */
export const ASIDE_KEPT_MS: Duration = 7 * 86_400_000;

export const statesFolder = (copyPath: string): string => beside(copyPath, 'running.states');

/** Whoever has the site now ends the visits that ran here; the next start of it folds from the journal. */
export const wipeStates = (copyPath: string): Promise<void> => wipeFolder(statesFolder(copyPath));

/** Whether or not the site runs here. */
export async function wipeOldAside(copyPath: string, now: Instant): Promise<void> {
  const aside = asidePath(copyPath);
  const setAsideAt = statSync(aside, { throwIfNoEntry: false })?.mtimeMs;
  if (setAsideAt === undefined || now - setAsideAt < ASIDE_KEPT_MS) return;
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(aside + suffix)) await wipe(aside + suffix);
}

/** As its owner does it: waves of visits that were removed go, and those that are too old. While the site does not run here. */
export async function tidyStandingBy(
  copyPath: string,
  { now, log }: { now: () => Instant; log: Logger },
): Promise<void> {
  if (!existsSync(copyPath)) return;
  const copy = connectReadOnly(copyPath);
  let removed: readonly string[];
  try {
    removed = removedVisits(copy);
  } finally {
    copy.close();
  }
  forgetInList(historyPath(copyPath), removed);
  if (!existsSync(waveformPath(copyPath))) return;
  const waveforms = openWaveforms(waveformPath(copyPath), { log, now });
  try {
    await waveforms.forget(removed);
  } finally {
    await waveforms.close();
  }
}

/** Of the thread that lists past visits, which runs only while the site does. */
function forgetInList(path: string, visitIds: readonly string[]): void {
  if (!existsSync(path) || visitIds.length === 0) return;
  const list = new DatabaseSync(path, { timeout: 1_000 });
  try {
    const ids = JSON.stringify(visitIds);
    list.exec('PRAGMA secure_delete = ON');
    list.prepare('DELETE FROM visits WHERE visit_id IN (SELECT value FROM json_each(?))').run(ids);
    list.exec('DELETE FROM chairs WHERE stream NOT IN (SELECT stream FROM visits)');
  } finally {
    list.close();
  }
}
