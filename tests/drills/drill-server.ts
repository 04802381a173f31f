/**
 * The server of a drill in a process of its own: the whole of `serve`, with a wall clock that is set and a disk that fails when told.
 * Arguments: database file, port (0: a free one). Tells `{port}` when it listens.
 */
import { pino } from 'pino';
import { serve } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';

export type ToDrillServer =
  | { readonly do: 'stop' }
  | { readonly do: 'step-wall'; readonly byMs: number }
  | { readonly do: 'hang-disk'; readonly ms: number }
  | { readonly do: 'fill-disk'; readonly full: boolean }
  | { readonly do: 'rss'; readonly id: number };

let wallOffMs = 0;
const serving = await serve({
  port: Number(process.argv[3] ?? 0),
  host: '127.0.0.1',
  database: process.argv[2] ?? '',
  founding: { name: 'Drill clinic', demo: false, timeZone: 'UTC' },
  log: pino({ level: process.env['VIGIL_DRILL_LOG'] ?? 'silent' }),
  pages: noPages,
  // Its screens are sockets without a loudspeaker.
  watchesSound: false,
  access: { openScreens: true },
  drill: { wall: () => Date.now() + wallOffMs },
});
if (!serving.ok) throw new Error(serving.refusal.message);
const { journal, port, close } = serving.value;

process.on('message', (message: ToDrillServer) => {
  switch (message.do) {
    case 'stop':
      return void close().then(() => process.exit(0));
    case 'step-wall':
      return void (wallOffMs += message.byMs);
    case 'hang-disk':
      return journal.seams?.hang(message.ms);
    case 'fill-disk':
      return journal.seams?.fillDisk(message.full);
    case 'rss':
      return void process.send?.({ id: message.id, rss: process.memoryUsage.rss() });
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
