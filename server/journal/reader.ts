/** The reader's thread: a connection that cannot write, for everything that reads history. Started by reader-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import type { FromReader, Question, ReaderAnswers, ThreadOptions, ToReader } from './messages.ts';
import { findStream, storedEvents } from './read-rows.ts';
import { connectReadOnly } from './schema.ts';
import { trendOf } from './trend.ts';
import { verifyStream } from './verify.ts';

if (parentPort === null) throw new Error('reader.ts is started as a worker thread.');
const port = parentPort;
const { path, siteId } = workerData as ThreadOptions;
const db = connectReadOnly(path);

function answer(question: Question): ReaderAnswers[Question['type']] {
  switch (question.type) {
    case 'read': {
      const stream = findStream(db, question.stream);
      return stream === undefined ? [] : [...storedEvents(db, stream.number, question.sinceSeq)];
    }
    case 'trend':
      return trendOf(db, question.visitId, question.sinceSeq);
    case 'verify':
      return verifyStream(db, siteId, question.stream);
  }
}

/** Everything one answer reads is of the same instant. */
function inOneSnapshot<T>(database: DatabaseSync, read: () => T): T {
  database.exec('BEGIN');
  try {
    return read();
  } finally {
    database.exec('COMMIT');
  }
}

port.on('message', ({ id, question }: ToReader) => {
  let reply: FromReader;
  try {
    reply = { id, answer: inOneSnapshot(db, () => answer(question)) };
  } catch (error) {
    reply = { id, error: (error as Error).message };
  }
  port.postMessage(reply);
});
