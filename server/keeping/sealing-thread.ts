/** The thread that makes the seals of a running server. Started by sealing.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromAsked, ToAsked } from '../threads/asked-thread.ts';
import type { SealFiles } from './besides.ts';
import { KnownSeals, makeSeal } from './make-seal.ts';
import type { MadeSeal, SealRequest } from './make-seal.ts';
import type { Outcome } from './outcome.ts';

export type SealQuestion = SealRequest & { readonly type: 'seal' };
export interface SealAnswers {
  readonly seal: Outcome<MadeSeal>;
}

if (parentPort === null) throw new Error('sealing-thread.ts is started as a worker thread.');
const port = parentPort;
const files = workerData as SealFiles;
const known = new KnownSeals();

port.on('message', ({ id, question }: ToAsked<SealQuestion>) => {
  let reply: FromAsked<SealAnswers['seal']>;
  try {
    reply = { id, answer: makeSeal(files, question, known) };
  } catch (error) {
    reply = { id, error: (error as Error).message };
  }
  port.postMessage(reply);
});
