/**
 * A whole server in a process of its own, until it is told `stop` or killed. Arguments: database file, where visits are sent as JSON (none or empty), port (a free one), build of its pages (any). Tells `{port, setUpCode}` when it listens;
 * asked `{signIn}`, it tells `{signedIn}` with the same id.
 */
import { pino } from 'pino';
import type { ExchangeSetting } from '../../server/fhir/fhir-exchange.ts';
import { serve } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';
import { admit } from './admitted.ts';
import { TestPeople } from './test-people.ts';
import type { AskedSignIn } from './test-people.ts';

const [, , database = '', fhir = '', wanted = '0', build] = process.argv;
const serving = await serve({
  port: Number(wanted),
  host: '127.0.0.1',
  database,
  founding: { name: 'Test clinic', demo: false, timeZone: 'UTC' },
  log: pino({ level: 'silent' }),
  pages: { ...noPages, build },
  // What stands after a kill is compared, however slow the machine: nobody here beats.
  watchesSound: false,
  access: { openScreens: true },
  ...(fhir !== '' && { fhir: JSON.parse(fhir) as ExchangeSetting }),
});
if (!serving.ok) throw new Error(serving.refusal.message);
const { clinic, journal, port, desk } = serving.value;
const people = new TestPeople(clinic, desk);
for (const adapterId of ['adapter-1', 'box-1']) admit({ site: clinic, journal }, adapterId);
process.send?.({ port, setUpCode: desk.setUpCode.text });
process.on('message', (message: 'stop' | AskedSignIn) => {
  if (message === 'stop') return void serving.value.close().then(() => process.exit(0));
  const { id, screenId, role, name } = message;
  void people.signIn(screenId, role, name).then(({ token, ticket }) => process.send?.({ signedIn: id, token, ticket }));
});
