/** The waveforms' writing thread. Started by writer-link.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';
import type { FromWaveformWriter, ToWaveformWriter, WaveformThreadOptions } from './messages.ts';
import { openToWrite } from './schema.ts';
import { WaveStore } from './wave-store.ts';
import type { WaveformTrouble } from './waveforms.ts';

if (parentPort === null) throw new Error('waveform-writer.ts is started as a worker thread.');
const port = parentPort;
const { path, keptDays, maxBytes, testSeams } = workerData as WaveformThreadOptions;
const tell = (message: FromWaveformWriter): void => port.postMessage(message);

const opened = open();
if (!opened.ok) {
  tell({ type: 'unusable', reason: opened.refusal.message });
  port.close();
} else serve(opened.value.db, opened.value.store);

function open(): Result<{ readonly db: DatabaseSync; readonly store: WaveStore }> {
  try {
    const db = openToWrite(path);
    return db.ok ? accept({ db: db.value, store: new WaveStore(db.value, { keptDays, maxBytes }) }) : db;
  } catch (error) {
    const { message } = error as Error;
    return refuse('unavailable', `${path} cannot be used (${message}). Move it away, and start again.`);
  }
}

function serve(db: DatabaseSync, store: WaveStore): void {
  port.on('message', (message: ToWaveformWriter) => {
    switch (message.type) {
      case 'keep':
        attempt('keep', () => {
          store.keep(message.packets);
          tell({ type: 'kept' });
        });
        break;
      case 'tidy':
        attempt('tidy', () => tell({ type: 'tidied', removed: store.tidy(message.now) }));
        break;
      case 'forget':
        try {
          store.forgetVisits(message.visitIds);
          tell({ type: 'forgotten' });
        } catch (error) {
          tell({ type: 'forgotten', error: (error as Error).message });
        }
        break;
      case 'close':
        db.close();
        port.close();
        break;
      case 'test-fill-disk':
        // SQLite never goes below the pages in use, so 1 means "no page more".
        if (testSeams) db.exec(`PRAGMA max_page_count = ${message.full ? 1 : 0xfffffffe}`);
        break;
      case 'test-crash':
        if (testSeams) process.exit(1);
    }
  });
  tell({ type: 'ready' });
}

function attempt(asked: 'keep' | 'tidy', work: () => void): void {
  try {
    work();
  } catch (error) {
    tell({ type: 'failed', asked, trouble: troubleOf(error as Error & { errcode?: number }) });
  }
}

/** SQLite's primary result codes, sqlite.org/rescode.html. */
function troubleOf({ errcode = 0, message }: Error & { errcode?: number }): WaveformTrouble {
  if ((errcode & 0xff) === 13)
    return { code: 'full', reason: 'The disk of the waveforms is full: new waves are dropped. Free some space.' };
  return { code: 'io', reason: `The disk refuses to write waveforms (${message}): they are dropped. Check the disk.` };
}
