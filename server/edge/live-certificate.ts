/** The certificate in use: looked at again each minute, changed without a restart, and never for a worse one. */
import { readFile } from 'node:fs/promises';
import type { Server as HttpsServer } from 'node:https';
import type { Logger } from 'pino';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { localCertificate } from './local-certificate.ts';
import type { LocalOptions } from './local-certificate.ts';

/** From so near its end on, everybody is told. */
export const WARN_BEFORE_MS: Duration = 21 * 86_400_000;

/** What people are told of it, quietly. */
export interface CertificateNotice {
  /** Real time; may have passed. */
  readonly endsAt: Instant;
  /** Why there is no newer one, in a sentence. */
  readonly reason?: string;
}

/** @param now real time */
export type ReadCertificate = (now: Instant) => Promise<Result<Certificate>>;

export const fromLocal =
  (options: LocalOptions): ReadCertificate =>
  (now) =>
    localCertificate(options, now);

export const fromFiles =
  (chain: string, key: string): ReadCertificate =>
  async () => {
    const texts: string[] = [];
    for (const path of [chain, key]) {
      try {
        texts.push(await readFile(path, 'utf8'));
      } catch (error) {
        const { code = String(error) } = error as NodeJS.ErrnoException;
        return refuse('unavailable', `The file ${path} cannot be read (${code}).`);
      }
    }
    return readCertificate(texts[0] ?? '', texts[1] ?? '', { chain, key });
  };

export interface LiveCertificateDeps {
  readonly read: ReadCertificate;
  readonly log: Logger;
  /** Real time. */
  readonly now: () => Instant;
}

export class LiveCertificate {
  readonly #deps: LiveCertificateDeps;
  #current: Certificate;
  #server: Pick<HttpsServer, 'setSecureContext'> | undefined;
  /** Of the look before: files are put down one after the other, and are whole a minute later. */
  #failedBefore: string | undefined;
  #reason: string | undefined;
  #told = JSON.stringify([undefined, false]);

  private constructor(deps: LiveCertificateDeps, certificate: Certificate) {
    this.#deps = deps;
    this.#current = certificate;
  }

  /** @returns the refusal of a certificate that cannot be served; one that has run out can. */
  static async open(deps: LiveCertificateDeps): Promise<Result<LiveCertificate>> {
    const read = await deps.read(deps.now());
    return read.ok ? accept(new LiveCertificate(deps, read.value)) : read;
  }

  get current(): Certificate {
    return this.#current;
  }

  /** Nothing while all is well. */
  get notice(): CertificateNotice | undefined {
    const { endsAt } = this.#current;
    if (this.#reason === undefined && endsAt - this.#deps.now() >= WARN_BEFORE_MS) return undefined;
    return { endsAt, ...(this.#reason !== undefined && { reason: this.#reason }) };
  }

  shownBy(server: Pick<HttpsServer, 'setSecureContext'>): void {
    this.#server = server;
  }

  /** @returns whether what people are told is another than at the last look */
  async look(): Promise<boolean> {
    const { read, now, log } = this.#deps;
    const found = this.#notWorse(await read(now()));
    if (!found.ok) {
      const { message } = found.refusal;
      if (message === this.#failedBefore && message !== this.#reason) {
        this.#reason = message;
        log.error(
          { event: 'certificate-trouble', reason: message },
          'the certificate cannot be renewed: the old one is kept',
        );
      }
      this.#failedBefore = message;
      return this.#isNews();
    }
    this.#failedBefore = this.#reason = undefined;
    if (found.value.fingerprint !== this.#current.fingerprint) this.#show(found.value);
    return this.#isNews();
  }

  #notWorse(found: Result<Certificate>): Result<Certificate> {
    const hasEnded = found.ok && found.value.endsAt <= this.#deps.now();
    if (!hasEnded || this.#current.endsAt <= this.#deps.now()) return found;
    return refuse('malformed', 'The new certificate has run out already.');
  }

  #show(certificate: Certificate): void {
    const { fingerprint, endsAt, chainPem, keyPem } = certificate;
    this.#server?.setSecureContext(secureContext({ chainPem, keyPem }));
    this.#current = certificate;
    this.#deps.log.info(
      { event: 'certificate-new', fingerprint, endsAt: new Date(endsAt).toISOString() },
      'a new certificate is in use',
    );
  }

  #isNews(): boolean {
    const { notice } = this;
    const hasEnded = notice !== undefined && notice.endsAt <= this.#deps.now();
    const told = JSON.stringify([notice, hasEnded]);
    if (told === this.#told) return false;
    this.#told = told;
    if (notice)
      this.#deps.log.warn(
        { endsAt: new Date(notice.endsAt).toISOString(), reason: notice.reason },
        hasEnded ? 'the certificate has run out' : 'the certificate runs out soon, or cannot be renewed',
      );
    return true;
  }
}

export const secureContext = ({ chainPem, keyPem }: Pick<Certificate, 'chainPem' | 'keyPem'>) => ({
  cert: chainPem,
  key: keyPem,
  minVersion: 'TLSv1.2' as const,
});
