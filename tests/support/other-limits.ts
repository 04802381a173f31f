/** A protocol with some of its limits set elsewhere, as an administrator would publish it. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { layOver } from '#core/limits/lay-over.ts';
import type { LimitName } from '#core/limits/limit-name.ts';

export const withLimits = (
  protocol: ClinicalProtocol,
  limits: Readonly<Partial<Record<LimitName, number>>>,
): ClinicalProtocol => ({
  ...protocol,
  version: protocol.version + 1,
  rules: layOver(
    protocol.rules,
    Object.fromEntries(
      Object.entries(limits).map(([name, limit]) => [name, { limit, byName: 'A. Lind', at: 0, reason: 'tried' }]),
    ),
  ),
});
