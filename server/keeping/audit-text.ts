/** The file of seals outside the database: each line as it was made, in order, and the same as the database's. */
import type { Finding } from './findings.ts';
import { standing } from './seal-text.ts';
import type { SealText } from './seal-text.ts';
import { FIRST_BEFORE, holds } from './seal.ts';
import type { Seal, SealKey } from './seal.ts';

export interface TextAudit {
  readonly finding: Finding | undefined;
  /** Seals that stand in the database and not yet in the file. */
  readonly notThere: number;
}

export interface TextAuditInput {
  readonly path: string;
  readonly siteId: string;
  readonly text: SealText;
  /** Of the database, in order; read after the text. */
  readonly seals: readonly Seal[];
  readonly keys: readonly SealKey[];
  /** The database is a backup: seals after its last are to be expected. */
  readonly isBackup: boolean;
}

export function auditText(input: TextAuditInput): TextAudit {
  const { path, siteId, text, seals, isBackup } = input;
  if (text.siteId !== siteId)
    return { finding: { message: `${path} holds the seals of another site.` }, notThere: seals.length };
  const finding = firstWrongLine(input);
  if (finding) return { finding, notThere: 0 };
  const all = standing(text.lines);
  const told = isBackup ? all.slice(0, seals.length) : all;
  const at = told.findIndex((seal, index) => seals[index]?.mac !== seal.mac);
  // A restore that was interrupted after it had put the database there: the next seal appends what is missing.
  if (at >= 0 && seals[at]?.cause !== 'restored') return { finding: astray(path, told[at], seals[at]), notThere: 0 };
  return { finding: undefined, notThere: seals.length - (at < 0 ? told.length : at) };
}

function firstWrongLine({ path, siteId, text, keys }: TextAuditInput): Finding | undefined {
  const told: Seal[] = [];
  for (const { line, seal } of text.lines) {
    const at = `Line ${line} of ${path}`;
    if (seal === undefined) return { message: `${at} is not as it was written.` };
    const key = keys.find(({ fingerprint }) => fingerprint === seal.key);
    const why =
      key && !holds(key, siteId, seal) ? 'is not as it was made: its code does not fit.' : whyOutOfPlace(told, seal);
    if (why !== undefined) return { seal: seal.seal, message: `${at} (seal ${seal.seal}) ${why}` };
    told.length = Math.min(told.length, seal.seal - 1);
    told.push(seal);
  }
  return undefined;
}

/** @param told the seals that stand above */
function whyOutOfPlace(told: readonly Seal[], { seal, before, cause }: Seal): string | undefined {
  if (seal > told.length + 1) return `is out of place: seal ${told.length + 1} is missing before it.`;
  if (seal <= told.length && cause !== 'restored')
    return 'is out of place: that seal stands above already, and no restore is told.';
  if (before !== (told[seal - 2]?.mac ?? FIRST_BEFORE)) return 'does not follow the seal before it.';
  return undefined;
}

function astray(path: string, told: Seal | undefined, found: Seal | undefined): Finding {
  const { seal = 0, at = 0 } = told ?? {};
  const name = `Seal ${seal} of ${new Date(at).toISOString()}`;
  const message =
    found === undefined
      ? `${name} stands in ${path} and not in the database: an end was cut off, or an older database was put in its place.`
      : `${name} is another in ${path} than in the database.`;
  return { seal, message };
}
