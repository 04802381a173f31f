/** The exports' thread: a connection that cannot write, and everything that takes long to make. Started by visit-exports.ts. */
import { workerData } from 'node:worker_threads';
import { accept } from '#core/refusal.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { answerQuestions } from '../threads/answer-questions.ts';
import { EXPORT_TABLE, fileName } from './exports.ts';
import type { ExportAnswers, ExportQuestion, ExportThreadOptions } from './messages.ts';
import { readVisitSource } from './visit-source.ts';

const { journal: path, siteId } = workerData as ExportThreadOptions;
const journal = connectReadOnly(path);

answerQuestions(journal, ({ type, visitId, name, paper }: ExportQuestion): ExportAnswers[ExportQuestion['type']] => {
  const read = readVisitSource(journal, siteId, visitId);
  if (!read.ok) return read;
  const source = read.value;
  const { contentType, make } = EXPORT_TABLE[name];
  const head = { contentType, fileName: fileName(source, name) };
  if (type === 'head') return accept(head);
  const made = make(source, { paper });
  return accept({ ...head, body: typeof made === 'string' ? new TextEncoder().encode(made) : made });
});
