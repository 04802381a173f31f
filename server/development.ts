/** The clinic beside vite: see dev-plugin.ts. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { pino } from 'pino';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { attach } from './attach.ts';
import { firstRunWords } from './cli/access-words.ts';
import { createClinicClock } from './clock.ts';
import { openVisitExports } from './export/visit-exports.ts';
import { openHistory } from './history/history.ts';
import { openWhatIf } from './what-if/what-if.ts';
import { createHandler } from './http.ts';
import { openJournal } from './journal/open-journal.ts';
import { createNewId } from './new-id.ts';
import { openWaveforms, waveformPath } from './waveforms/open-waveforms.ts';

export interface Development {
  /** Answers what is the clinic's, and leaves the rest to vite. */
  readonly middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  close(): Promise<void>;
}

export async function startDevelopment(http: HttpServer, database: string): Promise<Result<Development>> {
  const newId = createNewId();
  const opened = await openJournal(database, { newId });
  if (!opened.ok) return opened;
  const journal = opened.value;
  const log = pino({ level: 'warn' });
  const clock = createClinicClock({ lastJournaledAt: journal.lastJournaledAt });
  const waveforms = openWaveforms(waveformPath(database), { log, now: () => clock.now() });
  const history = openHistory(database, journal.siteId);
  const whatIf = openWhatIf(database, { log, newId, now: () => clock.now() });
  const exports = openVisitExports(database, journal.siteId);
  const founding = { name: 'Development', demo: false, timeZone: 'UTC' };
  // Pages of any build: they are reloaded by vite as they change. Vite's own socket shares the upgrades.
  const attached = attach(http, {
    ...{ journal, waveforms, history, whatIf, clock, newId, log, founding, sharesUpgrades: true },
  });
  // Nobody else is told: whoever develops sets it up as a clinic does.
  for (const line of firstRunWords(attached.desk)) process.stdout.write(`${line}\n`);
  return accept({
    middleware: (request, response, next) =>
      createHandler(
        { clinic: () => attached.clinic, journal, waveforms, history, exports, log, access: () => attached },
        () => next(),
      )(request, response),
    async close() {
      await attached.close();
      await history.close();
      await whatIf.close();
      await exports.close();
      await waveforms.close();
      await journal.close();
    },
  });
}
