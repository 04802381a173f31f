/** Keys of the tests' adapters: whatever its id, an adapter of a test is admitted with all devices when it first comes. */
import { createHash } from 'node:crypto';
import type { Actor } from '#core/actor.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { admitAdapter } from '../../server/sockets/adapter-key.ts';
import type { AdmitDeps } from '../../server/sockets/adapter-key.ts';

const administrator: Actor = {
  kind: 'staff',
  staffId: 'staff-0',
  name: 'A. Lind',
  role: 'administrator',
  screenId: 'screen-0',
};

export interface TestServer extends AdmitDeps {
  readonly journal: AdmitDeps['journal'] & Pick<Journal, 'secrets'>;
}

/** The same in every process of a test. */
export const testKeyOf = (adapterId: string): string =>
  `vk_${createHash('sha256').update(`a test's key of ${adapterId}`).digest('base64url')}`;

export function admit(
  deps: TestServer,
  adapterId: string,
  { key = testKeyOf(adapterId), devices = 'all' }: { readonly key?: string; readonly devices?: 'all' | string[] } = {},
): void {
  const isKnown = deps.site.site.adapters.some((each) => each.adapterId === adapterId);
  if (isKnown && deps.journal.secrets('adapter-key').has(adapterId)) return;
  const admitted = admitAdapter(deps, { adapterId, label: adapterId, devices }, key, administrator);
  if (!admitted.ok) throw new Error(admitted.refusal.message);
}

const servers = new Map<number, TestServer>();

/** Test adapters that connect to this port of this process are admitted. @returns how to stop */
export function admitAt(port: number, deps: TestServer): () => void {
  servers.set(port, deps);
  return () => void servers.delete(port);
}

/** Before a test's adapter connects; nothing where another process serves this port. */
export function admitHere(port: number, adapterId: string): void {
  const deps = servers.get(port);
  if (deps) admit(deps, adapterId);
}
