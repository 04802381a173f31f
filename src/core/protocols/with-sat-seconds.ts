import type { ClinicalProtocol } from '../clinical-protocol.ts';

/** Three falls below the limit within a minute alarm whatever their sum, as oximeters with SatSeconds do (Mindray VS-900, GE CARESCAPE ONE). */
const CROSSINGS = { crossings: 3, crossingsWithinMs: 60_000 } as const;

/**
 * The protocol with low SpO2, medium, judged by SatSeconds instead of its delay; the high level stays as it is. It is another protocol: a
 * clinic that wants it publishes it under a version of its own.
 * @param limit %·s; oximeters offer 10, 25, 50 and 100.
 */
export const withSatSeconds = (protocol: ClinicalProtocol, limit: number): ClinicalProtocol => ({
  ...protocol,
  rules: protocol.rules.map((rule) =>
    rule.alert === 'spo2-low'
      ? {
          ...rule,
          levels: rule.levels.map((level) =>
            level.priority === 'medium' ? { ...level, satSeconds: { limit, ...CROSSINGS } } : level,
          ),
        }
      : rule,
  ),
});
