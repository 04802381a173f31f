/** Exports of visits that are over, made in a thread of their own: neither a live chair nor the history waits for one. */
import type { Result } from '#core/refusal.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type {
  AskedFile,
  ExportAnswers,
  ExportHead,
  ExportQuestion,
  ExportThreadOptions,
  MadeExport,
} from './messages.ts';

/** Each rejects when the journal cannot be read, or the thread died; the next question starts it anew. */
export interface VisitExports {
  make(asked: AskedFile): Promise<Result<MadeExport>>;
  /** All but the file itself: is there something, and what is it called? */
  head(asked: AskedFile): Promise<Result<ExportHead>>;
  close(): Promise<void>;
}

/** The thread starts with the first question; the journal must be open. */
export function openVisitExports(database: string, siteId: string): VisitExports {
  const options: ExportThreadOptions = { journal: database, siteId };
  const thread = new AskedThread<ExportQuestion, ExportAnswers>(
    new URL('./export-thread.ts', import.meta.url),
    options,
    'The exports are closed.',
  );
  return {
    make: (asked) => thread.ask({ type: 'make', ...asked }),
    head: (asked) => thread.ask({ type: 'head', ...asked }),
    close: () => thread.close(),
  };
}
