/**
 * The record of a clinic of some years, closed and sealed. Its rule is set a week before NOW: visits 10 years, audit 6. By name of the visit:
 * `old` and `older` of p-old (whom a plan names too), `shared` of p-shared, `held`, `running` (never ended), `ordered` (an order nobody
 * co-signed): all older than the rule; `young` of p-shared is not. p-never was planned and never came.
 */
import type { VisitEvent } from '#core/event.ts';
import type { PlanEvent } from '#core/schedule/plan.ts';
import type { SiteEvent } from '#core/site-state.ts';
import { ivKetamine } from './visit-builder.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { ended, noted, read, visit } from './journal-events.ts';
import { newDatabasePath, openForTest } from './journal-folder.ts';
import { sealAt, SITE } from './sealed-journal.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 21, 12);
/** Long enough ago that it acts. */
export const RULE_SET = NOW - 7 * DAY;
export const OLD = Date.UTC(2016, 10, 20, 12);

const system = { kind: 'system' } as const;
export const NAMES = { 'p-old': 'Quentin Zyzzogeton', 'p-shared': 'Maya Okafor', 'p-never': 'Never Cameborn' } as const;

export const opened = (visitId: string, patientId: string, at: number): VisitEvent => ({
  ...{ type: 'visit-opened', visitId, chairId: 'chair-1', patientId, protocol: ivKetamine, at, actor: system },
});

const planned = (planId: string, patientId: string, at: number): PlanEvent => ({
  type: 'visit-planned',
  planId,
  patientId,
  plan: { chairId: 'chair-1', startsAt: at, lengthMs: 7_200_000, protocolId: ivKetamine.id, setUp: {} },
  byName: 'Rosa',
  at,
  actor: system,
});

let readings = 0;
/** With three readings, each of them its own. */
const visitOf = (id: string, patientId: string, at: number): VisitEvent[] => [
  opened(id, patientId, at),
  ...[1, 2, 3].map((): VisitEvent => ({ ...read(++readings), at: at + 1_000 })),
  noted(`a secret of ${id}`, at + 2_000),
];

export const ruleSet = (visitYears: number | null, auditYears: number | null, at = NOW): SiteEvent => ({
  ...{ type: 'retention-set', visitYears, auditYears, byName: 'Ada Moll', at, actor: system },
});

export async function fillOldClinic(journal: Journal): Promise<void> {
  readings = 0;
  const site = { kind: 'site', id: journal.siteId } as const;
  const founded = {
    type: 'site-founded',
    name: 'Elm Street',
    demo: false,
    timeZone: 'UTC',
    at: OLD - 400 * DAY,
  } as const;
  journal.append(site, [
    { ...founded, actor: system },
    ruleSet(10, 6, RULE_SET),
    ...[
      { type: 'visit-held', visitId: 'held', reason: 'a claim', byName: 'Ada Moll', at: NOW, actor: system } as const,
    ],
  ]);
  for (const [patientId, name] of Object.entries(NAMES))
    void journal.putPatient({ patientId, name, birthDate: '1980-01-02' }).durable;
  journal.append(visit('older'), [...visitOf('older', 'p-old', OLD - 300 * DAY), ended(OLD - 300 * DAY + 3_000)]);
  journal.append(visit('old'), [...visitOf('old', 'p-old', OLD), ended(OLD + 3_000)]);
  journal.append(visit('shared'), [...visitOf('shared', 'p-shared', OLD), ended(OLD + 3_000)]);
  journal.append(visit('held'), [...visitOf('held', 'p-held', OLD), ended(OLD + 3_000)]);
  journal.append(visit('running'), visitOf('running', 'p-running', OLD));
  const order = { orderId: 'o1', orderedBy: 'Dr. Ruiz', orderedAt: OLD, byName: 'Rosa' } as const;
  journal.append(visit('ordered'), [
    ...visitOf('ordered', 'p-ordered', OLD),
    {
      type: 'verbal-order-recorded',
      ...order,
      command: { type: 'hold:approve', reason: 'usual' },
      at: OLD,
      actor: system,
    },
    ended(OLD + 3_000),
  ]);
  journal.append(visit('young'), [...visitOf('young', 'p-shared', NOW - 30 * DAY), ended(NOW - 30 * DAY + 3_000)]);
  journal.append({ kind: 'patient', id: 'p-old' }, [planned('plan-1', 'p-old', OLD - 301 * DAY)]);
  await journal.append({ kind: 'patient', id: 'p-never' }, [planned('plan-2', 'p-never', OLD - 301 * DAY)]).durable;
}

/** @param sealed days on which the server ran, before NOW */
export async function oldClinic(sealed: readonly number[] = [3, 2, 1]): Promise<SealFiles> {
  const files = sealFiles(newDatabasePath());
  const journal = await openForTest(files.database, { newId: () => SITE });
  await fillOldClinic(journal);
  await journal.close();
  for (const days of sealed) sealAt(files, NOW - days * DAY);
  return files;
}
