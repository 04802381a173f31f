/** The record of one visit, read from the server; read anew when somebody signs, and when the connection comes back. */
import type { Refusal } from '#core/refusal.ts';
import type { VisitReport } from '#protocol/report.ts';
import { noAnswer } from '../live/line.ts';
import type { Line } from '../live/line.ts';

export class ReportReader {
  readonly #line: Line;
  readonly #visitId: string;
  readonly #stop: () => void;
  #report = $state.raw<VisitReport | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isReading = $state(false);
  #mayRead = false;
  #wasAsked = false;

  constructor(line: Line, visitId: string) {
    this.#line = line;
    this.#visitId = visitId;
    this.#stop = line.onConnect(() => void this.read());
  }

  /** Null before the first answer, and when that was a refusal. */
  get report(): VisitReport | null {
    return this.#report;
  }

  /** Of the newest question; what was read before stays. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Somebody who may read it is named. */
  open(): void {
    this.#mayRead = true;
    void this.read();
  }

  /** Nobody is named any more: nothing of it may stay. */
  close(): void {
    this.#mayRead = false;
    this.#report = this.#refused = null;
  }

  dispose(): void {
    this.close();
    this.#stop();
  }

  async read(): Promise<void> {
    if (!this.#mayRead || !this.#line.connected) return;
    this.#wasAsked = this.#isReading;
    if (this.#isReading) return;
    this.#isReading = true;
    const answer = await this.#line.request('report:visit', { visitId: this.#visitId });
    this.#isReading = false;
    if (!this.#mayRead) return;
    if (answer?.ok) this.#report = answer.data;
    this.#refused = answer === null ? { ...noAnswer, message: NOT_READ } : answer.ok ? null : answer.refusal;
    // What was asked meanwhile may be about what this answer did not know yet.
    if (this.#wasAsked && answer?.ok) {
      this.#wasAsked = false;
      await this.read();
    }
  }
}

const NOT_READ = 'Vigil did not answer: the record was not read. Try again.';
