/** A seal that stands on a printed sheet, held against those of the database. */
import type { Instant } from '#core/reading.ts';
import type { PrintedSeal } from '#protocol/printed-seal.ts';
import type { Finding } from './findings.ts';
import { headsOf } from './seal-rows.ts';
import { SealedHeads } from './seal.ts';
import type { StoredSeal } from './seal.ts';

export interface PrintedAudit {
  readonly finding: Finding | undefined;
  /** What it proves, a sentence; undefined when it proves nothing. */
  readonly said: string | undefined;
}

const toTheSecond = (at: Instant): Instant => Math.floor(at / 1_000) * 1_000;

/** @param seals all of them, in order; whether they are as they were made is told elsewhere */
export function auditPrinted(printed: PrintedSeal, seals: readonly StoredSeal[]): PrintedAudit {
  const bad = (why: string): PrintedAudit => ({
    finding: { seal: printed.seal, message: `The printed seal ${printed.seal} ${why}` },
    said: undefined,
  });
  const at = seals.findIndex(({ seal }) => seal === printed.seal);
  const seal = seals[at];
  if (seal === undefined)
    return bad(
      'is not in this database: the sheet is of another one, an end was cut off, or an older one was put in its place.',
    );
  if (!seal.mac.startsWith(printed.mac) || toTheSecond(seal.at) !== printed.at)
    return bad(
      `is another than the one of this database, ${seal.mac.slice(0, printed.mac.length)} of ${new Date(seal.at).toISOString()}.`,
    );
  const is = `The printed seal is seal ${seal.seal} of this database`;
  if (!printed.visit) return { finding: undefined, said: `${is}.` };
  const { visitId, seq, hash } = printed.visit;
  const heads = new SealedHeads();
  for (const each of seals.slice(0, at + 1)) heads.apply(headsOf(each) ?? []);
  const head = heads.get(['visit', visitId, 0, '']);
  if (head === undefined) return bad(`holds no visit ${visitId}: the sheet is not as it was printed.`);
  if (head[2] !== seq || !head[3].startsWith(hash))
    return bad(
      `found visit ${visitId} at row ${head[2]} ${head[3].slice(0, hash.length)}: the sheet is not as it was printed.`,
    );
  return { finding: undefined, said: `${is}, and holds rows 1 to ${seq} of visit ${visitId}.` };
}
