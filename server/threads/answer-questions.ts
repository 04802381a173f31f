/** The other end of an AskedThread: in the thread, answers each question as it comes. */
import { parentPort } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import type { FromAsked, ToAsked } from './asked-thread.ts';

/** @param db everything one answer reads of it is of the same instant */
export function answerQuestions<Question, Answer>(db: DatabaseSync, answer: (question: Question) => Answer): void {
  if (parentPort === null) throw new Error('This file is started as a worker thread.');
  const port = parentPort;
  port.on('message', ({ id, question }: ToAsked<Question>) => {
    let reply: FromAsked<Answer>;
    try {
      reply = { id, answer: inOneSnapshot(db, () => answer(question)) };
    } catch (error) {
      reply = { id, error: (error as Error).message };
    }
    port.postMessage(reply);
  });
}

/** One transaction. */
export function inOneSnapshot<T>(db: DatabaseSync, read: () => T): T {
  db.exec('BEGIN');
  try {
    return read();
  } finally {
    db.exec('COMMIT');
  }
}
