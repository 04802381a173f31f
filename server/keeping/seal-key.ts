/** The key of the seals: a file of 64 hex digits, readable by its owner alone, never in the database and never in a backup. */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { syncFolder } from './durable-files.ts';
import type { SealFiles } from './besides.ts';
import type { SealKey } from './seal.ts';

/** @returns undefined when there is none; a refusal when what stands there is no key. */
export function readSealKey(path: string): Result<SealKey | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return accept(undefined);
    return refuse('unavailable', `The key of the seals, ${path}, cannot be read (${code}).`);
  }
  if (/^[0-9a-f]{64}$/.test(text)) return accept(keyOf(Buffer.from(text, 'hex')));
  return refuse('malformed', `${path} is not a key of seals: such a file holds 64 hex digits.`);
}

/** The key to seal with. @returns undefined when there is none yet; a refusal also when it is not the one of the group. */
export function keyToSealWith({
  key: path,
  groupKey,
}: Pick<SealFiles, 'key' | 'groupKey'>): Result<SealKey | undefined> {
  const read = readSealKey(path);
  if (!read.ok || groupKey === undefined || read.value?.fingerprint === groupKey) return read;
  const found = read.value === undefined ? 'is not at' : 'is another than';
  return refuse(
    'conflict',
    `The group's key of seals (${groupKey}) ${found} ${path}: copy it there from another node. Until then this node seals nothing and removes nothing; its clinics run.`,
  );
}

/** Makes one where there is none; whole and on the disk, or not there. Throws what the file system throws; EEXIST when there is one. */
export function makeSealKey(path: string): SealKey {
  const bytes = randomBytes(32);
  const fresh = `${path}.${process.pid}.new`;
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(file, `${bytes.toString('hex')}\n`);
    fsyncSync(file);
    // A link never replaces what is there.
    linkSync(fresh, path);
    syncFolder(dirname(path));
  } finally {
    closeSync(file);
    rmSync(fresh, { force: true });
  }
  return keyOf(bytes);
}

function keyOf(bytes: Buffer): SealKey {
  const hex = createHash('sha256').update('vigil-seal-key\n').update(bytes).digest('hex').slice(0, 16);
  return { bytes, fingerprint: hex.match(/.{4}/g)?.join('-') ?? hex };
}
