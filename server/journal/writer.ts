/** The writer's thread: the only connection that writes. Started by writer-thread.ts. */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FailureCode, FromWriter, ThreadOptions, ToWriter } from './messages.ts';
import type { Removed } from './remove-stream.ts';
import { connect } from './schema.ts';
import { Store } from './store.ts';

if (parentPort === null) throw new Error('writer.ts is started as a worker thread.');
const port = parentPort;
const { path, siteId, testSeams } = workerData as ThreadOptions;
const db = connect(path);
const store = new Store(db, siteId);
const tell = (message: FromWriter): void => {
  port.postMessage(message);
};

/** SQLite's primary result codes, sqlite.org/rescode.html. */
const CODES: Readonly<Record<number, FailureCode>> = { 5: 'busy', 6: 'busy', 13: 'full' };

function commit(batch: number, rows: Extract<ToWriter, { type: 'commit' }>['rows']): void {
  try {
    store.commit(rows);
    tell({ type: 'committed', batch });
  } catch (error) {
    const { errcode = 0, message } = error as Error & { errcode?: number };
    tell({ type: 'failed', batch, code: CODES[errcode & 0xff] ?? 'io', message });
  }
}

function answer(id: number, work: () => Removed | undefined): void {
  try {
    const removed = work();
    tell({ type: 'removed', id, ...(removed && { removed }) });
  } catch (error) {
    tell({ type: 'removed', id, error: (error as Error).message });
  }
}

function testSeam(message: Exclude<ToWriter, { type: 'commit' | 'remove' | 'overwrite' | 'close' }>): void {
  switch (message.type) {
    case 'test-hang':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, message.ms);
      break;
    case 'test-fill-disk':
      // SQLite never goes below the pages in use, so 1 means "no page more".
      db.exec(`PRAGMA max_page_count = ${message.full ? 1 : 0xfffffffe}`);
      break;
    case 'test-crash':
    case 'test-crash-between':
      process.exit(1);
  }
}

port.on('message', (message: ToWriter) => {
  switch (message.type) {
    case 'commit':
      commit(message.batch, message.rows);
      break;
    case 'remove':
      answer(message.id, () => store.remove(message.removal));
      break;
    case 'overwrite':
      answer(message.id, () => store.overwrite());
      break;
    case 'close':
      db.close();
      port.close();
      break;
    default:
      if (testSeams) testSeam(message);
  }
});

tell({ type: 'ready' });
// For the next thread of this kind: this one is seldom stopped.
flushCompileCache();
