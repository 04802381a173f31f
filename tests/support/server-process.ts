/** A whole server in a process of its own, until it is told `stop` or killed. Arguments: database file. Tells `{port}` when it listens. */
import { pino } from 'pino';
import { serve } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';
import { admit } from './admitted.ts';

const serving = await serve({
  port: 0,
  host: '127.0.0.1',
  database: process.argv[2] ?? '',
  founding: { name: 'Test clinic', demo: false, timeZone: 'UTC' },
  log: pino({ level: 'silent' }),
  pages: noPages,
  // What stands after a kill is compared, however slow the machine: nobody here beats.
  watchesSound: false,
  access: { openScreens: true },
});
if (!serving.ok) throw new Error(serving.refusal.message);
const { clinic, journal, port } = serving.value;
for (const adapterId of ['adapter-1', 'box-1']) admit({ site: clinic, journal }, adapterId);
process.send?.({ port });
process.on('message', (message) => {
  if (message === 'stop') void serving.value.close().then(() => process.exit(0));
});
