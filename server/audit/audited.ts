/** What a socket tells the audit: what it was refused, and which records it read. */
import type { Actor } from '#core/actor.ts';
import type { AuditFrom, ReadRecord } from '#core/audit/audit-event.ts';
import type { Refusal } from '#core/refusal.ts';
import type { SiteState } from '#core/site-state.ts';
import { fromScreen } from '../access/from.ts';
import type { RespondOptions } from '../sockets/respond.ts';
import type { Audit, AuditSource } from './audit.ts';
import { refusedAct } from './refused-act.ts';

export interface AuditedClinic {
  readonly audit: Audit;
  readonly site: Pick<SiteState, 'screens'>;
}

/** Messages that are answered with more than the chair a screen watches. */
const READS: Readonly<Record<string, ReadRecord>> = {
  'history:list': 'history',
  'history:visit': 'past-visit',
  'history:events': 'past-visit',
  'report:visit': 'past-visit',
  'series:patient': 'past-visit',
  'schedule:day': 'schedule',
  'waiting:names': 'waiting-names',
  'orders:unsigned': 'unsigned-orders',
  'records:unsigned': 'unsigned-records',
  'visit:namesakes': 'namesakes',
  'visit:where': 'visit-place',
  'audit:list': 'audit',
  'sheet:open': 'transfer-sheet',
  'what-if:start': 'what-if',
};

type Told = Required<Pick<RespondOptions, 'onRefused' | 'onAnswered'>>;

/** @param source asked each time: who is signed in changes */
export const auditedSocket = ({ audit }: AuditedClinic, source: () => AuditSource): Told => ({
  onRefused: (act, refusal, payload) => audit.refused(source(), refusedAct(act, refusal, payload)),
  onAnswered: (act, payload, answered) => {
    for (const refusal of refusedWithin(answered)) audit.refused(source(), refusedAct(act, refusal, undefined));
    const what = READS[act];
    if (what !== undefined) audit.read(source(), what, (payload as { readonly visitId?: string }).visitId);
  },
});

/** Readings and waves are answered one by one. */
function refusedWithin(answered: unknown): readonly Refusal[] {
  const { answers } = (answered ?? {}) as { readonly answers?: readonly { readonly refusal?: Refusal }[] };
  return (answers ?? []).flatMap(({ refusal }) => refusal ?? []);
}

export function screenSource({ site }: Pick<AuditedClinic, 'site'>, screenId: string, actor: Actor): AuditSource {
  return { actor, from: fromScreen(site, screenId) };
}

export const adapterSource = (adapterId: string): AuditSource => ({
  actor: { kind: 'adapter', adapterId },
  from: { kind: 'adapter', adapterId },
});

/** Nobody is known: what a browser or a program says of itself before it proved it is not kept. */
export const strangerAt = (address: string | undefined): AuditSource => ({
  actor: { kind: 'system' },
  from: addressOf(address),
});

const addressOf = (address: string | undefined): AuditFrom => ({
  kind: 'address',
  // Node's own form of an IPv4 address on a socket that takes both.
  address: (address ?? 'unknown').replace(/^::ffff:/, '').slice(0, 45),
});

export const refusedConnection = (
  audit: Audit,
  to: 'screens' | 'adapters' | 'http',
  address: string | undefined,
  { code }: Pick<Refusal, 'code'>,
): void => audit.refused(strangerAt(address), { type: 'connection-refused', to, code });
