/** A patient's visits, read from the server for one of them; read anew when the connection comes back, and while the list is made. */
import type { Refusal } from '#core/refusal.ts';
import type { PatientSeries } from '#protocol/series.ts';
import { noAnswer } from '../live/line.ts';
import type { Line } from '../live/line.ts';

/** While the server still makes its list, real ms. */
const MAKING_MS = 1_000;

export class SeriesReader {
  readonly #line: Line;
  readonly #visitId: string;
  readonly #stop: () => void;
  #series = $state.raw<PatientSeries | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  /** Counts the questions: an answer to one from before nobody was named is dropped. */
  #asked = 0;
  #mayRead = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(line: Line, visitId: string) {
    this.#line = line;
    this.#visitId = visitId;
    this.#stop = line.onConnect(() => void this.read());
  }

  /** Null before the first answer. */
  get series(): PatientSeries | null {
    return this.#series;
  }

  /** Of the newest question; what was read before stays. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Somebody who may read it is named. */
  open(): void {
    this.#mayRead = true;
    void this.read();
  }

  /** Nobody is named any more: nothing of it may stay. */
  close(): void {
    clearTimeout(this.#again);
    this.#asked += 1;
    this.#mayRead = false;
    this.#series = this.#refused = null;
  }

  dispose(): void {
    this.close();
    this.#stop();
  }

  async read(): Promise<void> {
    if (!this.#mayRead || !this.#line.connected) return;
    clearTimeout(this.#again);
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('series:patient', { visitId: this.#visitId });
    if (asked !== this.#asked) return;
    if (answer?.ok) this.#series = answer.data;
    this.#refused = answer === null ? { ...noAnswer, message: NOT_READ } : answer.ok ? null : answer.refusal;
    if (answer?.ok && answer.data.unlisted > 0) this.#again = setTimeout(() => void this.read(), MAKING_MS);
  }
}

const NOT_READ = 'Vigil did not answer: the visits were not read. Try again.';
