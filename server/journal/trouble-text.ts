import type { JournalTrouble } from './journal.ts';

/** What is wrong and the way out, for a screen and a log. */
export function sentenceOf(code: JournalTrouble['code'], detail: string): string {
  switch (code) {
    case 'full':
      return 'The disk is full: new entries wait in memory. Free some space; nothing needs to be restarted.';
    case 'slow':
      return 'The disk does not answer: new entries wait in memory.';
    case 'busy':
      return 'Another program holds the database: new entries wait in memory. Close that program.';
    case 'io':
      return `The disk refuses to write (${detail}): new entries wait in memory. Check the disk.`;
    case 'writer-stopped':
      return `The part of Vigil that writes to the disk stopped (${detail}) and is started again: new entries wait in memory.`;
  }
}
