/** The thread that looks what the clinic's rule lets go, and what the seals tell: reads only, in the way of nobody. Started by retention.ts. */
import { workerData } from 'node:worker_threads';
import type { Hold, Retention as Rule } from '#core/keeping/retention.ts';
import type { Instant } from '#core/reading.ts';
import type { CoveringSeal } from '#protocol/printed-seal.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { answerQuestions } from '../threads/answer-questions.ts';
import { planRetention, removedVisits, whyNoTrust, whyRuleWaits } from './retention-plan.ts';
import type { RetentionPlan } from './retention-plan.ts';
import { headsOf, storedSeals } from './seal-rows.ts';
import type { Seal, SealedHead } from './seal.ts';

export type RetentionQuestion =
  | { readonly type: 'look'; readonly rule: Rule | undefined; readonly holds: readonly Hold[]; readonly now: Instant }
  | { readonly type: 'covering'; readonly visitId: string };

export interface RetentionLook {
  readonly plan: RetentionPlan;
  readonly why: string | undefined;
  /** Whose waves are to go, if there are any left. */
  readonly removedVisits: readonly string[];
  readonly lastSeal: Seal | undefined;
  readonly lastBackupAt: Instant | undefined;
}

export interface RetentionAnswers {
  readonly look: RetentionLook;
  readonly covering: CoveringSeal | null;
}

const db = connectReadOnly(workerData as string);
/** Seals up to this one were read; and each visit's newest head in them. */
let read = 0;
let lastMac = '';
let heads = new Map<string, SealedHead>();

function lastOf(cause: string | undefined): Seal | undefined {
  const where = cause === undefined ? '' : 'WHERE cause = ?';
  const row = db
    .prepare(`SELECT * FROM seals ${where} ORDER BY seal DESC LIMIT 1`)
    .get(...(cause === undefined ? [] : [cause]));
  return row as unknown as Seal | undefined;
}

function covering(visitId: string): CoveringSeal | null {
  const known = db.prepare('SELECT mac FROM seals WHERE seal = ?').get(read) as { mac: string } | undefined;
  if (known?.mac !== lastMac) {
    read = 0;
    heads = new Map();
  }
  for (const seal of storedSeals(db, read)) {
    for (const head of headsOf(seal) ?? [])
      if (head[0] === 'visit' && head[2] === 0) heads.delete(head[1]);
      else if (head[0] === 'visit') heads.set(head[1], head);
    read = seal.seal;
    lastMac = seal.mac;
  }
  const last = lastOf(undefined);
  if (last === undefined) return null;
  const { seal, at, mac } = last;
  const head = heads.get(visitId);
  return { seal, at, mac, visit: head ? { seq: head[2], hash: head[3] } : null };
}

answerQuestions(db, (question: RetentionQuestion): RetentionAnswers[RetentionQuestion['type']] => {
  if (question.type === 'covering') return covering(question.visitId);
  const { now } = question;
  return {
    plan: planRetention(db, question),
    why: (question.rule && whyRuleWaits(question.rule, now)) ?? whyNoTrust(db, now),
    removedVisits: removedVisits(db),
    lastSeal: lastOf(undefined),
    lastBackupAt: lastOf('backup')?.at,
  };
});
