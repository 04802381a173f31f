/** The demo's own folder: its database, its logs, and where each chair stands in its scenario. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { ScenarioName } from '../emulator/scenario-table.ts';
import { isScenarioName } from '../emulator/scenario-table.ts';
import { historyPath } from '../history/history.ts';
import { lockDatabase } from '../journal/lock.ts';
import { sealFiles } from '../keeping/besides.ts';
import { waveformPath } from '../waveforms/open-waveforms.ts';

/** What a chair plays, and the clinic time of that scenario's zero. */
export interface ChairPlay {
  readonly scenario: ScenarioName;
  readonly zeroAt: Instant;
}

export interface DemoFolder {
  readonly path: string;
  readonly database: string;
  readonly logs: string;
  readonly plays: string;
  /** What the adapters keep until it is answered. */
  readonly spool: string;
}

/** The database has a name no clinic's has: beginning afresh can never delete a real one. */
export function demoFolder(path: string): DemoFolder {
  return {
    path,
    database: join(path, 'demo.db'),
    logs: join(path, 'logs'),
    plays: join(path, 'chairs.json'),
    spool: join(path, 'spool'),
  };
}

/** Forgets the last demo. @returns a refusal when another demo runs in this folder. */
export function clearFolder({ path, database, logs, plays, spool }: DemoFolder): Result<null> {
  mkdirSync(path, { recursive: true });
  const lock = lockDatabase(database);
  if (!lock.ok)
    return refuse('conflict', `A demo runs in ${path} already: stop it, or give this one another folder with --data.`);
  for (const each of [database, waveformPath(database), historyPath(database)])
    for (const file of [each, `${each}-wal`, `${each}-shm`]) rmSync(file, { force: true });
  for (const file of [plays, sealFiles(database).text]) rmSync(file, { force: true });
  for (const inner of [logs, spool]) rmSync(inner, { recursive: true, force: true });
  lock.value.release();
  return accept(null);
}

export function savePlays({ plays }: DemoFolder, chairs: readonly ChairPlay[]): void {
  writeFileSync(plays, `${JSON.stringify(chairs)}\n`);
}

/** Undefined when there is no demo to go on with. */
export function loadPlays({ plays }: DemoFolder, count: number): readonly ChairPlay[] | undefined {
  try {
    const chairs = JSON.parse(readFileSync(plays, 'utf8')) as readonly ChairPlay[];
    const whole = chairs.length === count && chairs.every((each) => isScenarioName(each.scenario) && each.zeroAt > 0);
    return whole ? chairs : undefined;
  } catch {
    return undefined;
  }
}
