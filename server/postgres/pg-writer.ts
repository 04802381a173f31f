/** The writer's thread of a group's site: speaks as server/journal/writer.ts does. Started by writer-thread.ts. */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Duration } from '#core/reading.ts';
import type { FailureCode, FromWriter, ThreadOptions, ToWriter } from '../journal/messages.ts';
import type { Removed } from '../journal/remove-stream.ts';
import { AppendLink } from './append-link.ts';
import { whatItSaid } from './connection.ts';
import { isDamage, openCopy } from './copy-file.ts';
import { GroupStore, SiteLost } from './group-store.ts';

if (parentPort === null) throw new Error('pg-writer.ts is started as a worker thread.');
const port = parentPort;
const { path, siteId, testSeams, postgres } = workerData as ThreadOptions;
if (postgres === undefined) throw new Error('pg-writer.ts needs a PostgreSQL.');

/** A seal is made each hour; this is how long it may stand in the copy alone when nothing else is written. */
const TIDY_EVERY_MS: Duration = 5_000;

const opened = openCopy(path, { siteId, demo: postgres.demo });
if (!opened.ok) throw new Error(opened.refusal.message);
const copy = opened.value;
const link = new AppendLink(postgres.url, postgres.answerMs);
let crashesBetween = false;
const onWritten = (): void => {
  if (crashesBetween) process.exit(1);
};
const store = new GroupStore({ copy, link, siteId, by: postgres, onWritten });
const tell = (message: FromWriter): void => {
  port.postMessage(message);
};

/** SQLite's primary result codes and PostgreSQL's states. */
const CODES: Readonly<Record<string, FailureCode>> = { 5: 'busy', 6: 'busy', 13: 'full', '53100': 'full' };

interface Failed {
  readonly code: FailureCode;
  readonly message: string;
}

/** @returns undefined when this node has lost the site, which is told. */
function failureOf(error: unknown): Failed | undefined {
  const { errcode, code } = error as { errcode?: number; code?: string };
  const isCopys = errcode !== undefined;
  if (error instanceof SiteLost || isDamage(error)) {
    const why = isDamage(error) ? 'the copy of this site on this node is damaged' : whatItSaid(error);
    tell({ type: 'lost', why });
    return undefined;
  }
  const kind = CODES[isCopys ? String(errcode & 0xff) : (code ?? '')] ?? 'io';
  const where = isCopys ? 'this node' : 'the group’s database';
  return { code: kind, message: kind === 'io' ? `${where}: ${whatItSaid(error)}` : where };
}

async function commit(batch: number, rows: Extract<ToWriter, { type: 'commit' }>['rows']): Promise<void> {
  try {
    await store.transact((staged) => staged.stage(rows));
    tell({ type: 'committed', batch });
  } catch (error) {
    const failed = failureOf(error);
    if (failed) tell({ type: 'failed', batch, ...failed });
  }
}

async function answer(id: number, work: () => Promise<Removed> | undefined): Promise<void> {
  try {
    const removed = await work();
    tell({ type: 'removed', id, ...(removed && { removed }) });
  } catch (error) {
    const failed = failureOf(error);
    tell({ type: 'removed', id, error: failed?.message ?? whatItSaid(error) });
  }
}

/** What fails is tried again the next time. */
async function tidy(): Promise<void> {
  try {
    await store.tidy();
  } catch (error) {
    failureOf(error);
  }
}

async function close(): Promise<void> {
  clearInterval(tidying);
  await tidy();
  await link.close();
  copy.close();
  port.close();
}

function take(message: ToWriter): Promise<void> | undefined {
  switch (message.type) {
    case 'commit':
      return commit(message.batch, message.rows);
    case 'remove':
      return answer(message.id, () => store.transact((staged) => staged.stageRemoval(message.removal)));
    case 'overwrite':
      return answer(message.id, () => store.overwrite());
    case 'close':
      return close();
    default:
      if (testSeams) testSeam(message);
      return undefined;
  }
}

function testSeam(message: Exclude<ToWriter, { type: 'commit' | 'remove' | 'overwrite' | 'close' }>): void {
  switch (message.type) {
    case 'test-hang':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, message.ms);
      break;
    case 'test-fill-disk':
      copy.exec(`PRAGMA max_page_count = ${message.full ? 1 : 0xfffffffe}`);
      break;
    case 'test-crash':
      process.exit(1);
      break;
    case 'test-crash-between':
      crashesBetween = true;
  }
}

// One at a time, in order: the copy has one transaction open at most.
let turn: Promise<void> = Promise.resolve();
const enqueue = (work: () => Promise<void> | undefined): void => {
  turn = turn.then(work);
};
port.on('message', (message: ToWriter) => enqueue(() => take(message)));
const tidying = setInterval(() => enqueue(tidy), TIDY_EVERY_MS);

tell({ type: 'ready' });
// For the next thread of this kind: this one is seldom stopped.
flushCompileCache();
