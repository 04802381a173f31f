/** The waveforms' reading thread. Started by open-waveforms.ts, at the first review. */
import { workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';
import { answerQuestions } from '../threads/answer-questions.ts';
import type { WaveformAnswers, WaveformQuestion, WaveformThreadOptions } from './messages.ts';
import { readSpans, readWaves } from './read-waves.ts';

const { path } = workerData as WaveformThreadOptions;
const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });

answerQuestions(db, (question: WaveformQuestion): WaveformAnswers[WaveformQuestion['type']] =>
  question.type === 'spans'
    ? readSpans(db, question.visitId)
    : JSON.stringify(readWaves(db, question.visitId, question.from, question.to)),
);
