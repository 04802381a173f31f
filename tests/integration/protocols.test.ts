/** Protocols over real sockets: who reads them, who publishes, what a visit keeps. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { editProtocol } from '#core/protocol-edit/edit-protocol.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';

const ID = 'iv-ketamine-40';
let clinic: TestClinic;
let administrator: TestScreen;
let nurse: TestScreen;

beforeAll(async () => {
  clinic = await startTestClinic();
  administrator = await (await clinic.screen()).choose('administrator');
  nurse = await (await clinic.screen()).choose('nurse');
});
afterAll(() => clinic.close());

async function read(screen: TestScreen, version?: number) {
  const answer = await screen.request('protocol:read', { protocolId: ID, ...(version !== undefined && { version }) });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.data;
}
function edited(protocol: ClinicalProtocol, medium: number): ClinicalProtocol {
  const next = editProtocol(protocol, { 'spo2-low medium.when[0]': medium });
  if (!next.ok) throw new Error(next.refusal.message);
  return next.value;
}
const publish = (screen: TestScreen, protocol: ClinicalProtocol) =>
  screen.request('site:command', {
    commandId: randomUUID(),
    command: { type: 'protocol:publish', protocol, reason: 'Too many alerts', approvedBy: 'Dr Ruiz' },
  });
const open = async (chairId: string) => {
  const answer = await nurse.request('visit:open', {
    ...{ commandId: randomUUID(), chairId, protocolId: ID },
    patient: { name: 'Ada Byron', birthDate: '1980-02-03' },
  });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.data.visitId;
};

test('WS-217 WS-218 an administrator alone publishes; a visit keeps its version, the next one has the new one; two at once: one is refused', async () => {
  const { protocol } = await read(nurse);
  const first = await open(clinic.chair(1).chairId);
  expect(await publish(nurse, edited(protocol, 88))).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(await publish(administrator, edited(protocol, 88))).toMatchObject({ ok: true });
  // Somebody else edited the same version.
  expect(await publish(administrator, edited(protocol, 89))).toMatchObject({
    ok: false,
    refusal: { code: 'conflict' },
  });
  const second = await open(clinic.chair(2).chairId);
  const now = await read(nurse);
  expect(now.protocol).toEqual(edited(protocol, 88));
  expect(now.before).toEqual(protocol);
  expect(now.versions[0]).toMatchObject({
    version: protocol.version + 1,
    reason: 'Too many alerts',
    approvedBy: 'Dr Ruiz',
  });
  expect(now.visits).toEqual([
    { chairId: clinic.chair(1).chairId, version: protocol.version },
    { chairId: clinic.chair(2).chairId, version: protocol.version + 1 },
  ]);
  for (const [visitId, version] of [
    [first, protocol.version],
    [second, protocol.version + 1],
  ] as const) {
    const [opened] = await clinic.journal.read({ kind: 'visit', id: visitId });
    expect(opened).toMatchObject({ type: 'visit-opened', protocol: { version } });
  }
  expect((await read(nurse, protocol.version)).protocol).toEqual(protocol);
  expect(clinic.clinic.siteView.protocols.find(({ id }) => id === ID)).toMatchObject({
    version: protocol.version + 1,
    byName: expect.any(String) as string,
  });
});

test('WS-217 a screen that is shown the clinic reads its rules; what is no version is refused', async () => {
  const bad = await nurse.raw.emitWithAck('protocol:read', { protocolId: ID, version: 0 });
  expect(bad).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
  expect(await nurse.request('protocol:read', { protocolId: 'none' })).toMatchObject({
    ok: false,
    refusal: { code: 'not-found' },
  });
});
