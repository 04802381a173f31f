/** A clinic served by a process of its own, as a clinic runs it: no demo, real time, one chair. It may be killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { ScreenPlace } from '#core/access/screen.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { Page } from '@playwright/test';
import type { Role } from '#core/actor.ts';
import { Browser } from '../support/browser.ts';
import { knowPeopleAt, PIN } from '../support/test-people.ts';
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
  #administrator: Browser | undefined;
  #said = '';
  #ask: (command: SiteCommand) => Promise<void> = () => Promise.reject(new Error('The clinic is not furnished.'));
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
    this.port = await new Promise<number>((resolve, reject) => {
      this.#said = '';
      // It says more after that: nobody hangs up on it.
      child.stdout.on('data', (chunk) => {
        this.#said += String(chunk);
        const ready = /http:\/\/[^:]+:(\d+)/.exec(this.#said);
        if (ready) resolve(Number(ready[1]));
      });
      child.stdout.on('end', () => reject(new Error(`The server did not start: ${this.#said}`)));
    });
  }

  /** A new clinic's, said right after where it is. */
  async #setUpCode(): Promise<string> {
    for (;;) {
      const code = /^To set Vigil up, .*: (\w{4} \w{4})$/m.exec(this.#said)?.[1];
      if (code !== undefined) return code;
      await once(this.#child?.stdout ?? process, 'data');
    }
  }

  /** SIGKILL, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** One chair, whose screen this page is; and a serial oximeter on it, when named. */
  async furnish(page: Page, oximeterLabel?: string): Promise<void> {
    const { version } = (await (await fetch(`${this.url}/_app/version.json`)).json()) as { version: string };
    const administrator = (this.#administrator = new Browser(this.port));
    await administrator.page();
    const clinic = { name: 'Elm Street', timeZone: 'UTC', chairs: ['Chair 1'] };
    await administrator.done('first-run', {
      ...{ ...clinic, administratorName: 'A. Lind', password: 'four quiet words here' },
      setUpCode: await this.#setUpCode(),
    });
    const screen = await TestScreen.connect(this.port, {
      ...{ build: version, token: administrator.cookies.get('vigil-screen') ?? '' },
      session: administrator.cookies.get('vigil-session') ?? '',
    });
    const give = async (command: SiteCommand) => {
      const answer = await screen.request('site:command', { commandId: randomUUID(), command });
      if (!answer.ok) throw new Error(answer.refusal.message);
    };
    await screen.until(({ site }) => site?.chairs.length === 1);
    this.chairId = screen.site?.chairs[0]?.chairId ?? '';
    if (oximeterLabel !== undefined) {
      const deviceId = 'ox-1';
      await give({ type: 'device:register', deviceId, model: 'nonin-df2', label: oximeterLabel, emulated: false });
      await give({ type: 'device:bind', deviceId, chairId: this.chairId });
    }
    this.#ask = give;
    await this.enrol(page);
    knowPeopleAt(this.port, {
      signIn: () => Promise.reject(new Error('This server is asked for a PIN.')),
      person: (role, name) => this.#person(role, name),
    });
  }

  /** This browser is that screen from now on. */
  async enrol(page: Page, place: ScreenPlace = { kind: 'chair', chairId: this.chairId }): Promise<void> {
    const { code } = await this.#admin.done('codes', {
      ...{ kind: 'screen', label: 'Tablet', place },
    });
    const tablet = new Browser(this.port);
    await tablet.page();
    await tablet.done('enrol', { code });
    await page.context().addCookies([...tablet.cookies].map(([name, value]) => ({ name, value, url: this.url })));
  }

  get #admin(): Browser {
    if (!this.#administrator) throw new Error('The clinic is not furnished.');
    return this.#administrator;
  }

  /** Chooses the PIN with a code, at a screen of its own. */
  async #person(role: Role, name: string): Promise<string> {
    const known = await this.#admin.people();
    if (known.answer.ok && known.answer.data.staff.some((each) => each.name === name)) return name;
    await this.#ask({ type: 'staff:add', name, role });
    const now = await this.#admin.people();
    const staffId = now.answer.ok ? (now.answer.data.staff.find((each) => each.name === name)?.staffId ?? '') : '';
    const place = await this.#admin.done('codes', { kind: 'screen', label: 'Wall', place: { kind: 'station' } });
    const own = await this.#admin.done('codes', { kind: 'person', staffId });
    const wall = new Browser(this.port);
    await wall.page();
    await wall.done('enrol', { code: place.code });
    await wall.done('claim', { code: own.code, pin: PIN });
    return staffId;
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
