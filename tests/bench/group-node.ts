/**
 * A node of a group, in a process of its own: args are PostgreSQL's address and the folder of its copies. Tells `{ port }`; answers `cpu` with
 * its CPU time so far (µs), and `holds` with the sites that run here.
 */
import { pino } from 'pino';
import { runNode } from '../../server/node/node.ts';
import { noPages } from '../../server/pages.ts';

const [postgres = '', dataFolder = ''] = process.argv.slice(2);
const started = await runNode({
  ...{ postgres, dataFolder, port: 0, host: '127.0.0.1', pages: noPages },
  log: pino({ level: process.env['VIGIL_TEST_LOG'] ?? 'silent' }, pino.destination(2)),
  watchesSound: false,
  access: { openScreens: true },
});
if (!started.ok) throw new Error(started.refusal.message);
const node = started.value;

process.send?.({ port: node.port });
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
  else if (message === 'holds') process.send?.({ holds: node.holds() });
});
process.on('disconnect', () => void node.close().then(() => process.exit(0)));
