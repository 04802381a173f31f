/** A clinic served by a process of its own, as a clinic runs it: no demo, real time, one chair. It may be killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { SiteCommand } from '#core/site-state.ts';
import { TestScreen } from '../support/test-screen.ts';

const VIGIL = fileURLToPath(new URL('../../server/cli/vigil.js', import.meta.url));

export interface StoredReading {
  readonly epoch: string;
  readonly seq: number;
  readonly spo2Pct: number;
}

export class ServedClinic {
  readonly folder = mkdtempSync(join(tmpdir(), 'vigil-bluetooth-'));
  #child: ChildProcess | undefined;
  port = 0;
  chairId = '';

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [VIGIL, 'serve', '--port', String(this.port), '--data', this.folder, '--log-level', 'silent'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#child = child;
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      const ready = /http:\/\/[^:]+:(\d+)/.exec(said);
      if (!ready) continue;
      this.port = Number(ready[1]);
      return;
    }
    throw new Error(`The server did not start: ${said}`);
  }

  /** SIGKILL, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** One chair; and a serial oximeter on it, when named. */
  async furnish(oximeterLabel?: string): Promise<void> {
    const { version } = (await (await fetch(`${this.url}/_app/version.json`)).json()) as { version: string };
    const screen = await TestScreen.connect(this.port, { build: version });
    await screen.choose('administrator');
    const give = async (command: SiteCommand) => {
      const answer = await screen.request('site:command', { commandId: randomUUID(), command });
      if (!answer.ok) throw new Error(answer.refusal.message);
    };
    await give({ type: 'chair:add', name: 'Chair 1' });
    await screen.until(({ site }) => site?.chairs.length === 1);
    this.chairId = screen.site?.chairs[0]?.chairId ?? '';
    if (oximeterLabel !== undefined) {
      const deviceId = 'ox-1';
      await give({ type: 'device:register', deviceId, model: 'nonin-df2', label: oximeterLabel, emulated: false });
      await give({ type: 'device:bind', deviceId, chairId: this.chairId });
    }
    screen.close();
  }

  /** What the journal holds of its visits, as it was measured. Also while the server runs. */
  readings(): readonly StoredReading[] {
    const database = new DatabaseSync(join(this.folder, 'vigil.db'), { readOnly: true });
    const rows = database
      .prepare(
        'SELECT epoch, source_seq AS seq, v1 AS spo2Pct FROM readings JOIN sources USING (source) ORDER BY at - lag_ms',
      )
      .all() as unknown as StoredReading[];
    database.close();
    return rows;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
