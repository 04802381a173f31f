/** Signed visits go to the clinic's FHIR server (docs/exchange.md): the main thread's end of the thread that sends them. */
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { ExchangeView } from '#protocol/exchange.ts';
import { checkAddress, isShared, readToken } from './address.ts';
import type { ExchangeOptions } from './address.ts';
import { WAITS } from './backoff.ts';
import { deliveriesPath } from './deliveries.ts';
import type { ExchangeStanding, ExchangeThreadOptions, ExchangeTimes, FromExchange, ToExchange } from './messages.ts';

export const EXCHANGE_TIMES: ExchangeTimes = { lookMs: 5_000, answerMs: 60_000, firstWaitMs: WAITS.firstMs };
/** A stop waits no longer for what is being sent. */
const CLOSE_MS = 2_000;
/** A thread that died is started anew after this. */
const ANEW_MS = 30_000;

const NOTHING_YET: ExchangeStanding = {
  waiting: 0,
  refused: 0,
  sent: 0,
  lastSent: null,
  refusals: [],
  lastTrouble: null,
  nextTryAt: null,
};

export interface ExchangeDeps {
  readonly log: Logger;
  /** Records that this visit leaves for there, and resolves with true when it is on the disk. */
  readonly leaves: (visitId: string, to: string) => Promise<boolean>;
}

export interface ExchangeSetting extends ExchangeOptions {
  readonly times?: Partial<ExchangeTimes>;
}

export interface FhirExchange {
  /** As last told. */
  readonly view: ExchangeView;
  /** For /healthz: numbers alone, since nobody is asked who they are there. */
  readonly health: Readonly<Record<'waiting' | 'refused' | 'sent', number>> & { readonly stopped: boolean };
  /** All that was refused or waits is tried now. */
  again(): void;
  close(): Promise<void>;
}

/** @returns a refusal in a sentence that names the option and never the token */
export function checkExchange({ url, tokenFile }: ExchangeOptions): Result<ExchangeOptions> {
  const address = checkAddress(url);
  if (!address.ok) return address;
  const token = tokenFile === undefined ? undefined : readToken(tokenFile);
  if (token && !token.ok) return token;
  return accept({ url: address.value, ...(tokenFile !== undefined && { tokenFile }) });
}

/** @param setting as `checkExchange` gave it. The journal must be open. */
export function openExchange(
  { database, siteId, build, setting }: { database: string; siteId: string; build?: string; setting: ExchangeSetting },
  deps: ExchangeDeps,
): FhirExchange {
  const { url, tokenFile, times } = setting;
  if (tokenFile !== undefined && isShared(tokenFile))
    deps.log.warn({ tokenFile }, 'others of this machine can read the FHIR token: chmod 600');
  return new LiveExchange(
    {
      ...{ journal: database, deliveries: deliveriesPath(database), siteId, url },
      ...(tokenFile !== undefined && { tokenFile }),
      ...(build !== undefined && { build }),
      times: { ...EXCHANGE_TIMES, ...times },
    },
    deps,
  );
}

class LiveExchange implements FhirExchange {
  #standing: ExchangeStanding = NOTHING_YET;
  readonly #options: ExchangeThreadOptions;
  readonly #deps: ExchangeDeps;
  #worker: Worker | undefined;
  #anew: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ExchangeThreadOptions, deps: ExchangeDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#start();
  }

  get view(): ExchangeView {
    return { url: this.#options.url, ...this.#standing, stopped: this.#worker === undefined };
  }

  get health(): FhirExchange['health'] {
    const { waiting, refused, sent } = this.#standing;
    return { waiting, refused, sent, stopped: this.#worker === undefined };
  }

  again(): void {
    this.#say({ type: 'again' });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#anew);
    const worker = this.#worker;
    if (!worker) return;
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    worker.once('exit', () => resolve(undefined));
    this.#say({ type: 'close' });
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }

  #say(message: ToExchange): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    const worker = new Worker(new URL('./fhir-thread.ts', import.meta.url), { workerData: this.#options });
    this.#worker = worker;
    worker.on('message', (message: FromExchange) => this.#hear(message));
    worker.on('error', (error: Error) =>
      this.#deps.log.error({ why: error.message }, 'the thread that sends to the FHIR server died: it is started anew'),
    );
    worker.on('exit', () => {
      this.#worker = undefined;
      if (this.#closing) return;
      this.#anew = setTimeout(() => this.#start(), ANEW_MS);
      this.#anew.unref();
    });
  }

  #hear(message: FromExchange): void {
    switch (message.type) {
      case 'standing':
        this.#standing = message.standing;
        return;
      case 'leaves': {
        const { visitId } = message;
        void this.#deps.leaves(visitId, this.#options.url).then((told) => {
          // Not told: the clinic closes, and nothing leaves any more.
          if (told) this.#say({ type: 'audited', visitId });
        });
        return;
      }
      case 'log': {
        const { level, visitId, status, text } = message;
        this.#deps.log[level]({ visitId, ...(status !== null && { status }) }, text);
        return;
      }
      case 'closed':
        return;
    }
  }
}
