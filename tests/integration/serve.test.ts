import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../../server/main.ts';
import type { ServeOptions } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';
import { admit } from '../support/admitted.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { TestPeople } from '../support/test-people.ts';
import { TestScreen } from '../support/test-screen.ts';

const founding = { name: 'Test clinic', demo: false, timeZone: 'UTC' };
const options = (more: Partial<ServeOptions> = {}): ServeOptions => ({
  port: 0,
  host: '127.0.0.1',
  database: newDatabasePath(),
  founding,
  log: pino({ level: 'silent' }),
  pages: noPages,
  ...more,
});

const told = async (more: Partial<ServeOptions>): Promise<string> => {
  const answer = await serve(options(more));
  if (answer.ok) await answer.value.close();
  return answer.ok ? 'serving' : answer.refusal.message;
};

describe('the composition root', () => {
  test.each(['0.0.0.0', '192.168.1.20', '::'])(
    'SEC-22 it does not listen on %s without TLS, and says both ways to have it',
    async (host) => {
      expect(await told({ host })).toBe(
        `Other machines are served over TLS only: add --tls-cert FILE --tls-key FILE, or --tls local, to listen on ${host}; or use --host 127.0.0.1.`,
      );
    },
  );

  test('WS-60 a port that is taken is said by its number, and the database is free again', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const database = newDatabasePath();
    expect(await told({ port, database })).toBe(
      `Port ${port} cannot be opened (another program has it): choose another with --port.`,
    );
    expect(await told({ database })).toBe('serving');
  });

  test('WS-60 a database that cannot be had is a sentence, not a trace', async () => {
    const file = newDatabasePath();
    writeFileSync(file, 'not a folder');
    expect(await told({ database: join(file, 'vigil.db') })).toMatch(
      /vigil\.db cannot be written \(\w+\)\. Check the folder/,
    );
  });

  test('WS-16 a page of another build is told so; its own is let in', async () => {
    const serving = await serve(options({ pages: { ...noPages, build: 'build-2' }, access: { openScreens: true } }));
    if (!serving.ok) throw new Error(serving.refusal.message);
    onTestFinished(() => serving.value.close());
    const { port } = serving.value;
    await expect(TestScreen.connect(port, { build: 'build-1' })).rejects.toMatchObject({
      message: 'This page is of another version of Vigil than the server: load the page again.',
      data: { code: 'other-build' },
    });
    const page = await TestScreen.connect(port, { build: 'build-2' });
    await page.until(({ site }) => site?.name === 'Test clinic');
    page.close();
  });

  test('WS-45 a new site has the shipped protocols; started again it keeps its name', async () => {
    const database = newDatabasePath();
    for (const name of ['First name', 'Another name']) {
      const serving = await serve(options({ database, founding: { ...founding, name } }));
      if (!serving.ok) throw new Error(serving.refusal.message);
      const { site } = serving.value.clinic;
      expect(site.name).toBe('First name');
      expect(site.protocols.map(({ id }) => id)).toEqual(['iv-ketamine-40', 'esketamine-120']);
      await serving.value.close();
    }
  });

  test('WS-14 time comes by itself, every second, and so do ticks', async () => {
    const serving = await serve(options({ access: { openScreens: true } }));
    if (!serving.ok) throw new Error(serving.refusal.message);
    onTestFinished(() => serving.value.close());
    const page = await TestScreen.connect(serving.value.port);
    const heard: number[] = [];
    page.raw.on('clock:beat', ({ now }: { now: number }) => heard.push(now));
    await page.until(() => heard.length >= 3);
    page.close();
    const [first = 0, , third = 0] = heard;
    expect(third - first).toBeGreaterThan(900);
    expect(third - first).toBeLessThan(3_000);
  });

  test('SEC-24 no patient’s name is in the log, whatever happens', async () => {
    let written = '';
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    const serving = await serve(options({ log: pino({ level: 'trace' }, sink), access: { openScreens: true } }));
    if (!serving.ok) throw new Error(serving.refusal.message);
    const { port, clinic, desk } = serving.value;
    new TestPeople(clinic, desk).listens(port);
    const page = await (await TestScreen.connect(port)).choose('administrator', 'Zoltan Administrator');
    const give = (command: object) => page.raw.emitWithAck('site:command', { commandId: crypto.randomUUID(), command });
    await give({ type: 'chair:add', name: 'Chair 1' });
    await page.choose('nurse', 'Nadia Nurse');
    const chairId = clinic.site.chairs[0]?.chairId ?? '';
    const visitId = await page.open(chairId, { name: 'Wilhelmina Quartermaine', recordNumber: 'MRN-4711' });
    await page.command(visitId, {
      type: 'patient:correct',
      patient: { name: 'Ignatius Oddfellow', birthDate: '1970-01-01' },
      reason: 'x',
    });
    await page.raw.emitWithAck('visit:open', { chairId, patient: { name: 'Wilhelmina Quartermaine', wrong: 1 } });
    admit({ site: clinic, journal: serving.value.journal }, 'a-1');
    const adapter = await TestAdapter.connect(port, { adapterId: 'a-1', clock: { now: Date.now }, chairNumber: 1 });
    await adapter.announce();
    adapter.close();
    page.close();
    await serving.value.close();
    expect(written).toContain('adapter connected');
    expect(written).not.toMatch(/Quartermaine|Oddfellow|4711|1980-12-10|1970-01-01/);
  });
});
