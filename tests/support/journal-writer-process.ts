/**
 * A process that writes to the database named as its argument until it is killed. Tells each acknowledged seq to its parent.
 * Each append is one note and one reading of the same number.
 */
import { openJournal } from '../../server/journal/open-journal.ts';
import { noted, read, visit } from './journal-events.ts';

const opened = await openJournal(process.argv[2] ?? '');
if (!opened.ok) throw new Error(opened.refusal.message);
const journal = opened.value;
const stream = visit('killed');
const tell = (message: object): void => {
  process.send?.(message);
};

tell({ pid: process.pid });
let number = journal.streams()[0]?.seq ?? 0;
const appendOne = (): void => {
  number++;
  const { last, durable } = journal.append(stream, [noted(`n${number}`), read(number)]);
  void durable.then(() => {
    tell({ acknowledged: last });
  });
};
// Several in each turn, so that a kill falls between batches as well as into one.
setInterval(() => {
  for (let count = 0; count < 5; count++) appendOne();
}, 1);
