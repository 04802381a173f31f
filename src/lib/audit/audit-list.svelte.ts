/** The audit as the server gives it, page by page. What fits nowhere near is looked for further back by itself, a piece at a time. */
import type { AuditLine } from '#core/audit/audit-line.ts';
import type { Refusal } from '#core/refusal.ts';
import type { AuditFilter, AuditPage } from '#protocol/audit.ts';
import type { Line } from '../live/line.ts';

/** Lines that fill a screen: until then it is looked further back. */
const A_SCREEN = 30;

export class AuditList {
  readonly #line: Line;
  readonly #stop: () => void;
  #filter: AuditFilter | undefined;
  #lines = $state.raw<readonly AuditLine[] | null>(null);
  #last = $state.raw<AuditPage | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isBusy = $state(false);
  #isUnanswered = $state(false);
  /** Counts what was asked for: an answer to something older is dropped. */
  #asked = 0;

  constructor(line: Line) {
    this.#line = line;
    this.#stop = line.onConnect(() => {
      if (this.#filter && (this.#lines === null || this.#isUnanswered)) void this.ask(this.#filter);
    });
  }

  /** Newest first; null until the first answer, and while nobody may see them. */
  get lines(): readonly AuditLine[] | null {
    return this.#lines;
  }

  get lastSeal(): AuditPage['lastSeal'] {
    return this.#last?.lastSeal;
  }

  /** How far back it was looked; undefined: all of it, or nothing yet. */
  get lookedBackTo(): number | undefined {
    const last = this.#last;
    return last === null || last.next === null ? undefined : last.lookedBackTo;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** What is shown stays until the answer is there. */
  ask(filter: AuditFilter): Promise<void> {
    this.#filter = filter;
    return this.#fetch([], undefined);
  }

  /** What is older, below what is shown. */
  async more(): Promise<void> {
    const next = this.#last?.next;
    if (this.#isBusy || next === null || next === undefined) return;
    await this.#fetch(this.#lines ?? [], next);
  }

  /** No administrator is named at this screen any more: nothing of it may stay. */
  clear(): void {
    this.#asked += 1;
    this.#filter = undefined;
    this.#lines = this.#last = this.#refused = null;
    this.#isBusy = this.#isUnanswered = false;
  }

  dispose(): void {
    this.clear();
    this.#stop();
  }

  async #fetch(above: readonly AuditLine[], after: string | undefined): Promise<void> {
    const asked = (this.#asked += 1);
    const filter = this.#filter;
    if (!filter) return;
    this.#isBusy = true;
    let lines = above;
    for (let next = after; ;) {
      const answer = await this.#line.request('audit:list', { filter, ...(next !== undefined && { after: next }) });
      if (asked !== this.#asked) return;
      this.#isUnanswered = answer === null;
      if (answer === null) break;
      this.#refused = answer.ok ? null : answer.refusal;
      if (!answer.ok) {
        this.#lines = this.#last = null;
        break;
      }
      lines = [...lines, ...answer.data.lines];
      this.#last = answer.data;
      if (answer.data.next === null || lines.length - above.length >= A_SCREEN) {
        this.#lines = lines;
        break;
      }
      if (lines.length > 0) this.#lines = lines;
      next = answer.data.next;
    }
    this.#isBusy = false;
  }
}
