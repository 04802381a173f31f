/**
 * The adapter's own key, which lets it in at the server: of a file, or of the environment. Never of the command line, which every user of
 * the machine can read in the list of processes.
 */
import { readFileSync, statSync } from 'node:fs';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { GatewayLog } from '#gateway/log.ts';

export const KEY_VARIABLE = 'VIGIL_ADAPTER_KEY';
const FORM = /^vk_[A-Za-z0-9_-]{43}$/;
const FORM_WORDS = 'vk_ and 43 letters, digits, - and _';

export interface OwnKey {
  /** Asked at each connect: a new key is taken without a restart. Undefined: there is none. */
  current(): string | undefined;
}

export interface KeySources {
  readonly keyFile?: string | undefined;
  readonly env: Readonly<Partial<Record<string, string>>>;
  readonly log: GatewayLog;
}

/** The file goes before the environment. @returns a refusal that names what cannot be read, and never what it holds */
export function openOwnKey({ keyFile, env, log }: KeySources): Result<OwnKey> {
  if (keyFile === undefined) return ofEnvironment(env[KEY_VARIABLE], log);
  const first = readKey(keyFile);
  if (!first.ok) return first;
  warnIfShared(keyFile, log);
  let known = first.value;
  return accept({
    current() {
      const now = readKey(keyFile);
      // Half written, or its disk is away: the key of before may still be good.
      if (now.ok) known = now.value;
      else log.warn({ why: now.refusal.message }, 'the key file cannot be read now');
      return known;
    },
  });
}

function ofEnvironment(text: string | undefined, log: GatewayLog): Result<OwnKey> {
  const key = text?.trim();
  if (key === undefined || key === '') {
    log.warn({}, `no key: make one in Settings > Adapters and give it with --key-file or ${KEY_VARIABLE}`);
    return accept({ current: () => undefined });
  }
  return FORM.test(key)
    ? accept({ current: () => key })
    : refuse('malformed', `${KEY_VARIABLE} holds no key: a key is ${FORM_WORDS}.`);
}

function readKey(file: string): Result<string> {
  try {
    const key = readFileSync(file, 'utf8').trim();
    return FORM.test(key)
      ? accept(key)
      : refuse('malformed', `--key-file ${file} holds no key: a key is ${FORM_WORDS}.`);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return refuse(
      'not-found',
      `--key-file ${file} cannot be read (${why}): make a key in Settings > Adapters and write it there.`,
    );
  }
}

function warnIfShared(file: string, log: GatewayLog): void {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return;
  log.warn({ file }, `other users of this machine may read the key: chmod 600 ${file}`);
}
