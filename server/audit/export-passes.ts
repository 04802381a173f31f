/** Leave to download the audit once, given to a page by its socket: the address then says neither what is asked for nor who asks. */
import { randomBytes } from 'node:crypto';
import type { Duration } from '#core/reading.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import type { AuditSource } from './audit.ts';

export interface ExportPass {
  readonly filter: AuditFilter;
  readonly source: AuditSource;
}

const GOOD_FOR: Duration = 30_000;
/** Nobody downloads more at once; the oldest makes room. */
const MOST = 20;

export class ExportPasses {
  readonly #realNow: () => number;
  readonly #passes = new Map<string, ExportPass & { readonly until: number }>();

  constructor(realNow: () => number) {
    this.#realNow = realNow;
  }

  give(pass: ExportPass): string {
    const id = randomBytes(32).toString('base64url');
    this.#passes.set(id, { ...pass, until: this.#realNow() + GOOD_FOR });
    const [oldest] = this.#passes.keys();
    if (this.#passes.size > MOST && oldest !== undefined) this.#passes.delete(oldest);
    return id;
  }

  /** Undefined when there is no such pass, it was used, or is too old. */
  take(id: string): ExportPass | undefined {
    const pass = this.#passes.get(id);
    this.#passes.delete(id);
    return pass && this.#realNow() < pass.until ? pass : undefined;
  }
}
