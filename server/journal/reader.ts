/** The reader's thread: a connection that cannot write, for everything that reads history. Started by open-journal.ts. */
import { workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer-questions.ts';
import type { Question, ReaderAnswers, ThreadOptions } from './messages.ts';
import { findStream, storedEvents } from './read-rows.ts';
import { connectReadOnly } from './schema.ts';
import { trendOf } from './trend.ts';
import { verifyStream } from './verify.ts';

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

answerQuestions(db, answer);
