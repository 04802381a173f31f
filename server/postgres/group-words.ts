import type { JournalTrouble } from '../journal/journal.ts';
import { sentenceOf } from '../journal/trouble-text.ts';

/** What is wrong and the way out, of a group's site. @param detail of `full` and `busy`: where */
export function groupWords(code: JournalTrouble['code'], detail: string): string {
  switch (code) {
    case 'full':
      return `The disk of ${detail} is full: new entries wait in memory. Free some space; nothing needs to be restarted.`;
    case 'slow':
      return 'The group’s database does not answer: new entries wait in memory.';
    case 'busy':
      return 'Another program holds the copy of this site on this node: new entries wait in memory. Close that program.';
    case 'io':
      return `New entries cannot be written and wait in memory (${detail}). Check PostgreSQL, the network to it, and this node's disk.`;
    case 'writer-stopped':
      return sentenceOf(code, detail);
  }
}
