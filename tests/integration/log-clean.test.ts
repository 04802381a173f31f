/** A busy clinic, logged to the last line: nobody who is treated is in it, and nothing that opens a door. */
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { redact, unflooded } from '../../server/log.ts';
import { Browser } from '../support/browser.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { testKeyOf } from '../support/admitted.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { PIN } from '../support/test-people.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

/** Written wherever somebody may write something, rightly or not. */
const PATIENT = { name: 'Wilhelmina Quartermaine', birthDate: '1931-07-04', recordNumber: 'MRN-47110815' };
const FREE = 'says her sister Ottoline worries';

test('OP-37 whatever happens in a busy clinic, its log names no patient and holds no PIN, password, key, ticket or cookie', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace', redact, hooks: unflooded() }, { write: (line) => void lines.push(line) });
  const clinic = await startTestClinic({
    log,
    calls: { bell: [async () => false], provider: async () => false, pageUrl: () => '' },
  });
  onTestFinished(() => clinic.close());
  const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
  const provider = await (await clinic.screen()).choose('provider');

  await nurse.give(visitId, { type: 'patient:correct', patient: PATIENT, reason: FREE });
  await nurse.give(visitId, { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: FREE } });
  await provider.command(visitId, { type: 'hold:approve', reason: FREE } as never);
  await clinic.pass(30_000, () => adapter.spo2(82));

  // What is wrong is refused, and what it held is not told.
  const wrong = { chairId, patient: PATIENT, note: FREE, pin: PIN };
  for (const event of [
    'visit:open',
    'visit:command',
    'site:command',
    'staff:session',
    'history:list',
    FREE,
    PATIENT.name,
  ])
    await nurse.raw.emitWithAck(event, wrong);
  await nurse.raw.emitWithAck('staff:session', { ticket: 'a-ticket-of-47110815' });
  adapter.raw.emit('readings:send', { readings: [{ ...PATIENT, deviceId: FREE }] });
  await adapter.raw.emitWithAck('device:status', { deviceId: PATIENT.name, name: PATIENT.name });
  await expect(
    TestAdapter.connect(clinic.port, {
      adapterId: 'box-9',
      key: testKeyOf('47110815'),
      clock: clinic.clock,
      chairNumber: 1,
    }),
  ).rejects.toThrow();

  const browser = new Browser(clinic.port);
  for (const path of [
    `/api/visits/${visitId}/trend?since=${encodeURIComponent(PATIENT.name)}`,
    `/api/visits/${encodeURIComponent(PATIENT.name)}/trend`,
    `/api/visits/${visitId}/record.pdf?reason=${encodeURIComponent(FREE)}`,
    `/${encodeURIComponent(PATIENT.name)}?pin=${PIN}`,
  ])
    await (await fetch(`${clinic.url}${path}`, { headers: { cookie: `vigil-screen=${nurse.token}` } })).text();
  await browser.post('sign-in', { name: PATIENT.name, password: 'seven green bottles', pin: PIN });
  await browser.post('enrol', { code: 'ABCD 4711' });

  // The disk fills in the middle of it, and has room again.
  clinic.journal.seams?.fillDisk(true);
  const waiting: Promise<unknown>[] = [
    nurse.command(visitId, { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: FREE.repeat(20) } }),
  ];
  await clinic.pass(3_000, () => Promise.resolve(waiting.push(adapter.spo2(96))));
  clinic.journal.putDevicesSeen(JSON.stringify({ [FREE]: 'x'.repeat(500_000) }));
  await eventually(() => expect(lines.join('')).toContain('"event":"journal-trouble"'));
  clinic.journal.seams?.fillDisk(false);
  await Promise.all(waiting);
  await clinic.clinic.drained();
  adapter.close();

  const written = lines.join('');
  expect(written).toContain('"event":"adapter-connected"');
  expect(written).toContain('"event":"journal-well"');
  const secrets = [
    nurse.token,
    provider.token,
    ...browser.cookies.values(),
    testKeyOf('adapter-1'),
    testKeyOf('47110815'),
  ];
  for (const secret of [...secrets, 'seven green bottles', `"${PIN}"`, 'a-ticket-of', 'ABCD 4711'])
    expect(written).not.toContain(secret);
  expect(written).not.toMatch(/Quartermaine|Wilhelmina|Ada Byron|1931-07-04|1980-12-10|47110815|Ottoline/i);
});
