/** The audit, or another file: asked first whether it may come, so that a refusal is a sentence here and not a file. */
const WHY: Readonly<Record<number, string>> = {
  401: 'Nobody is signed in: sign in, then export again.',
  403: 'The audit is an administrator’s: sign in as one, then export again.',
  423: 'This screen is locked: enter your PIN or password, then export again.',
  429: 'The audit is being exported already: wait until that is done, then try again.',
};
const NO_ANSWER = 'The audit could not be exported: try again.';
const AUDIT: ExportWords = { why: WHY, noAnswer: NO_ANSWER };

export interface ExportWords {
  /** By the status of the answer. */
  readonly why: Readonly<Record<number, string>>;
  readonly noAnswer: string;
}

type Ask = (
  path: string,
  init: { readonly method: 'HEAD' },
) => Promise<{ readonly ok: boolean; readonly status: number }>;

export class AuditExport {
  readonly #ask: Ask;
  readonly #download: (path: string) => void;
  readonly #words: ExportWords;
  #refused = $state<string | null>(null);
  #isAsking = $state(false);

  constructor(ask: Ask = fetch, download: (path: string) => void = (path) => location.assign(path), words = AUDIT) {
    this.#ask = (path, init) => ask(path, init);
    this.#download = download;
    this.#words = words;
  }

  get refused(): string | null {
    return this.#refused;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  async start(path: string): Promise<void> {
    this.#isAsking = true;
    this.#refused = null;
    try {
      const { ok, status } = await this.#ask(path, { method: 'HEAD' });
      if (ok) this.#download(path);
      else this.#refused = this.#words.why[status] ?? this.#words.noAnswer;
    } catch {
      this.#refused = this.#words.noAnswer;
    } finally {
      this.#isAsking = false;
    }
  }
}
