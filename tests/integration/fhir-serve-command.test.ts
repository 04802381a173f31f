/** `vigil serve --fhir-url`: the options of a real process, what it says of them, and what its log never holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFhirEndpoint } from '../support/fhir-endpoint.ts';
import { openForTest } from '../support/journal-folder.ts';
import { aVisit, nurse } from '../support/visit-builder.ts';

vi.setConfig({ testTimeout: 120_000 });

function folderWithPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-fhir-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'build', 'client', '_app'), { recursive: true });
  writeFileSync(join(folder, 'build', 'handler.js'), 'export const handler = (_, response) => response.end("a page");');
  writeFileSync(join(folder, 'build', 'client', '_app', 'version.json'), '{"version":"build-7"}');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

function vigilServe(folder: string, ...options: readonly string[]) {
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'serve', '--port', '0', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, out: text(child.stdout), err: text(child.stderr), gone: once(child, 'exit') };
}

test.each([
  ['another machine in the clear', ['--fhir-url', 'http://fhir.example.org/r4'], 'only https leaves this machine'],
  ['a token without an address', ['--fhir-token-file', 'token'], '--fhir-token-file is given without --fhir-url'],
  [
    'a token file that is not there',
    ['--fhir-url', 'https://fhir.example.org', '--fhir-token-file', 'token'],
    'cannot be read (ENOENT)',
  ],
])('SEC-191 SEC-192 it does not start with %s, and says why', async (_name, options, why) => {
  const { err, gone } = vigilServe(folderWithPages(), ...options);
  expect((await gone)[0]).toBe(1);
  expect(await err).toContain(why);
});

test('REC-157 SEC-192 it sends what is signed, and its log holds neither the token nor the patient', async () => {
  const folder = folderWithPages();
  mkdirSync(join(folder, 'data'));
  const journal = await openForTest(join(folder, 'data', 'vigil.db'));
  await journal.putPatient({ patientId: 'patient-1', name: 'Ada Byron', birthDate: '1985-12-10' }).durable;
  const visit = aVisit({ phase: 'ended' });
  const signed = {
    type: 'record-signed',
    byName: 'Dr. Okafor',
    contradictions: [],
    at: visit.now + 1_000,
    actor: nurse,
  } as const;
  await journal.append({ kind: 'visit', id: 'visit-1' }, [...visit.events, signed]).durable;
  await journal.close();
  const endpoint = await startFhirEndpoint('sesame-77');
  writeFileSync(join(folder, 'token'), 'sesame-77\n', { mode: 0o600 });
  const { child, out, err, gone } = vigilServe(folder, '--fhir-url', endpoint.url, '--fhir-token-file', 'token');
  await vi.waitFor(() => expect(endpoint.of('Encounter')).toHaveLength(1), { timeout: 100_000 });
  child.kill('SIGTERM');
  await gone;
  const said = (await out) + (await err);
  expect(said).toContain('Vigil is ready');
  for (const secret of ['sesame-77', 'Byron', '1985-12-10']) expect(said).not.toContain(secret);
  expect(endpoint.of('Patient')).toMatchObject([{ name: [{ text: 'Ada Byron' }], birthDate: '1985-12-10' }]);
  expect(endpoint.of('DocumentReference')).toMatchObject([
    { content: [{ attachment: { contentType: 'application/pdf', data: expect.stringMatching(/^JVBERi/) as string } }] },
  ]);
  expect(endpoint.of('Device')).toContainEqual(expect.objectContaining({ version: [{ value: 'build-7' }] }));
});
