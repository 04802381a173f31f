/** The floor's durable commit: what arrives within one turn of the loop is one transaction, flushed to disk. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const database = new DatabaseSync((workerData as { database: string }).database);
database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
database.exec('CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO row (body) VALUES (?)');

let batch: { id: number; row: object }[] = [];
function flush(): void {
  const rows = batch;
  batch = [];
  database.exec('BEGIN IMMEDIATE');
  for (const { row } of rows) insert.run(JSON.stringify(row));
  database.exec('COMMIT');
  parentPort?.postMessage(rows.map(({ id }) => id));
}
parentPort?.on('message', (message: { id: number; row: object }) => {
  if (batch.length === 0) setImmediate(flush);
  batch.push(message);
});
