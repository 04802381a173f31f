/** Which code folded a state: one that other code folded is not taken up. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** All that stands between an event's row and the state that is kept. */
const FOLDS = [
  'src/core/**/*.{ts,json}',
  'server/clinic/{chair-links,seat,visit-desk,visit-trail}.ts',
  'server/journal/{event-registry,read-rows,reading-columns,rows}.ts',
  'server/restart/kept-states.ts',
];

/** A digest of the source itself, and of what writes and reads it. Some 15 ms. */
export function foldedBy(): string {
  const hash = createHash('sha256').update(process.versions.v8);
  for (const path of FOLDS.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).toSorted())
    if (!path.endsWith('.test.ts')) hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}
