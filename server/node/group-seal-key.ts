/** A group has one key of seals: each node is given the file, and PostgreSQL knows its fingerprint, never the key that is to prove it. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeSealKey, readSealKey } from '../keeping/seal-key.ts';
import type { Group } from '../postgres/group.ts';

const NAME = 'seal-key-fingerprint';

/**
 * The first node of a group makes the key, unless it stands at `path` already, and tells its fingerprint to the others.
 * @returns the fingerprint of the group's key, whether or not that is the one at `path`; undefined when nobody has one yet and none could be
 * made here. Rejects when PostgreSQL does not answer.
 */
export async function groupSealKey(group: Group, path: string): Promise<string | undefined> {
  const known = await fingerprintOf(group);
  if (known !== undefined) return known;
  const mine = ownFingerprint(path);
  if (mine === undefined) return undefined;
  await group.pool.query('INSERT INTO vigil.group_secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    NAME,
    mine,
  ]);
  return fingerprintOf(group);
}

/** From now on this key is the group's: nodes ask for it at their next start. Rejects when PostgreSQL does not answer. */
export async function setGroupSealKey(group: Group, fingerprint: string): Promise<void> {
  await group.pool.query(
    'INSERT INTO vigil.group_secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [NAME, fingerprint],
  );
}

async function fingerprintOf({ pool }: Group): Promise<string | undefined> {
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM vigil.group_secrets WHERE name = $1', [NAME]);
  return rows[0]?.value;
}

/** What stands in the way is told by every seal that cannot be made. */
function ownFingerprint(path: string): string | undefined {
  try {
    const read = readSealKey(path);
    if (!read.ok) return undefined;
    if (read.value) return read.value.fingerprint;
    mkdirSync(dirname(path), { recursive: true });
    return makeSealKey(path).fingerprint;
  } catch {
    return undefined;
  }
}
