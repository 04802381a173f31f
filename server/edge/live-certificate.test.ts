import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LiveCertificate, fromFiles, fromLocal } from './live-certificate.ts';
import type { ReadCertificate } from './live-certificate.ts';
import { makeAuthority, signServer } from './local-authority.ts';
import { localCertificate, localFiles, replaceAuthority } from './local-certificate.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2);

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-live-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(read: ReadCertificate) {
  let now = START;
  const logged: string[] = [];
  const log = pino({}, { write: (line) => void logged.push((JSON.parse(line) as { msg: string }).msg) });
  const opened = await LiveCertificate.open({ read, log, now: () => now });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const setSecureContext = vi.fn();
  opened.value.shownBy({ setSecureContext });
  return {
    live: opened.value,
    logged,
    setSecureContext,
    /** @param days after the start */
    on: (days: number) => {
      now = START + days * DAY_MS;
      return opened.value.look();
    },
  };
}

test('SEC-55 the local one is made anew when less than 30 days are left, in the running server, and nobody is told', async () => {
  const { live, on, setSecureContext } = await open(fromLocal({ folder: folderOfTest(), names: ['clinic.test'] }));
  const first = live.current;
  // It began a day before it was made.
  expect((first.endsAt - START) / DAY_MS).toBe(396);
  await on(366);
  expect(live.current.fingerprint).toBe(first.fingerprint);
  await on(366.01);
  expect(live.current.fingerprint).not.toBe(first.fingerprint);
  expect(setSecureContext).toHaveBeenCalledTimes(1);
  expect(setSecureContext).toHaveBeenCalledWith(expect.objectContaining({ minVersion: 'TLSv1.2' }));
  expect(live.notice).toBeUndefined();
});

test('SEC-55 other names within what the authority may sign for make a new one; so does another authority', async () => {
  const folder = folderOfTest();
  await localCertificate({ folder, names: ['clinic.test', '192.0.2.10'] }, START);
  const { live, on } = await open(fromLocal({ folder, names: ['clinic.test'] }));
  expect(live.current.names).toEqual(['clinic.test', 'localhost', '127.0.0.1', '::1']);
  expect([live.current.covers('clinic.test'), live.current.covers('192.0.2.10')]).toEqual([true, false]);
  const { fingerprint } = live.current;
  await replaceAuthority({ folder, names: ['clinic.test', 'desk.test'] }, START);
  await on(1);
  expect(live.current.fingerprint).not.toBe(fingerprint);
  expect(live.notice).toBeUndefined();
});

test('SEC-55 SEC-56 the administrator’s files are read again: a new one is used, a bad one refused and told, the old one kept', async () => {
  const folder = folderOfTest();
  const [chain, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const authority = await makeAuthority(['clinic.test'], 'Vigil', START);
  const put = async (at: number): Promise<void> => {
    const pem = await signServer(authority, ['clinic.test'], at);
    writeFileSync(chain, pem);
    writeFileSync(key, pem.replace(/[\s\S]*(?=-----BEGIN PRIVATE)/, ''));
  };
  await put(START);
  const { live, on, setSecureContext, logged } = await open(fromFiles(chain, key));
  const first = live.current;

  const old = readFileSync(key, 'utf8');
  await put(START + DAY_MS);
  writeFileSync(key, old);
  // Files are put down one after the other: at the first look nothing is said.
  expect([await on(1), live.notice]).toEqual([false, undefined]);
  expect(await on(1.001)).toBe(true);
  expect(live.notice).toEqual({
    endsAt: first.endsAt,
    reason: `The key in ${key} is not that of the certificate in ${chain}.`,
  });
  expect(live.current).toBe(first);
  expect(setSecureContext).not.toHaveBeenCalled();
  expect(await on(1.002)).toBe(false);

  await put(START + DAY_MS);
  expect(await on(2)).toBe(true);
  expect(live.notice).toBeUndefined();
  expect(live.current.fingerprint).not.toBe(first.fingerprint);
  expect(setSecureContext).toHaveBeenCalledTimes(1);

  await put(START - 500 * DAY_MS);
  await on(3);
  await on(4);
  expect(live.notice?.reason).toBe('The new certificate has run out already.');
  expect(logged.filter((line) => line === 'the certificate cannot be renewed: the old one is kept')).toHaveLength(2);
});

test('SEC-56 from 21 days before its end everybody is told, and again when it has run out', async () => {
  const folder = folderOfTest();
  const [chain, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const authority = await makeAuthority(['clinic.test'], 'Vigil', START);
  const pem = await signServer(authority, ['clinic.test'], START);
  writeFileSync(chain, pem);
  writeFileSync(key, pem.replace(/[\s\S]*(?=-----BEGIN PRIVATE)/, ''));
  const { live, on, logged } = await open(fromFiles(chain, key));
  const { endsAt } = live.current;
  expect(await on(1)).toBe(false);
  expect([await on(375), live.notice]).toEqual([false, undefined]);
  expect([await on(375.1), live.notice]).toEqual([true, { endsAt }]);
  expect(await on(380)).toBe(false);
  expect([await on(396), live.notice]).toEqual([true, { endsAt }]);
  expect(logged.at(-1)).toBe('the certificate has run out');
});

test('SEC-56 a local one that cannot be renewed is told with the reason; the server goes on', async () => {
  const folder = folderOfTest();
  const { live, on } = await open(fromLocal({ folder, names: ['clinic.test'] }));
  writeFileSync(localFiles(folder).authorityKey, 'gone');
  await on(380);
  await on(380.1);
  expect(live.notice).toEqual({
    endsAt: live.current.endsAt,
    reason: expect.stringMatching(/^The local certificate in .* cannot be made or read/),
  });
});
