/** One of a what-if's threads: reads a visit at a time and runs it under the other protocol. Never in the way of a live visit. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { VisitEvent } from '#core/event.ts';
import { whatIf } from '#core/what-if/what-if.ts';
import { patientOf } from '../history/names.ts';
import { findStream, storedEvents } from '../journal/read-rows.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import { chooseVisits } from './choose-visits.ts';
import type { ChosenVisit, FromThread, ToThread, WhatIfThreadOptions } from './messages.ts';
import { LOWEST_PRIORITY, lowersOneThread } from './threads.ts';

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const { journal: path, protocol } = workerData as WhatIfThreadOptions;
if (lowersOneThread()) setPriority(0, LOWEST_PRIORITY);
const journal = connectReadOnly(path);

function run({ stream, visitId }: ChosenVisit): FromThread {
  const found = findStream(journal, { kind: 'visit', id: visitId });
  if (found?.number !== stream) return { told: 'broken', reason: 'It was removed meanwhile, by the clinic’s rule.' };
  const events = [...storedEvents(journal, stream)] as VisitEvent[];
  const opened = events.find((event) => event.type === 'visit-opened');
  if (opened && opened.protocol.treatment !== protocol.treatment)
    return { told: 'broken', reason: `It was another kind of treatment: ${opened.protocol.title}.` };
  const result = whatIf(events, protocol);
  let patientId = '';
  for (const event of events)
    if (event.type === 'visit-opened' || event.type === 'patient-corrected') ({ patientId } = event);
  return { told: 'done', result, patientName: patientOf(journal, patientId)?.name ?? null };
}

function answer(asked: ToThread): FromThread {
  try {
    if (asked.ask === 'choose')
      return { told: 'chosen', ...inOneSnapshot(journal, () => chooseVisits(journal, asked.filter)) };
    return inOneSnapshot(journal, () => run(asked.visit));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return asked.ask === 'choose' ? { told: 'failed', reason } : { told: 'broken', reason };
  }
}

port.on('message', (asked: ToThread) => port.postMessage(answer(asked)));
