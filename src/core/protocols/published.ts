/** The protocols that ship with Vigil. A clinic's medical director confirms or changes them; each change is a new version. */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import esketamine120 from './esketamine-120.json' with { type: 'json' };
import ivKetamine40 from './iv-ketamine-40.json' with { type: 'json' };

// TypeScript widens the words of a JSON file to string; clinical-protocol-schema.test.ts proves that both have the shape.
export const publishedProtocols = [ivKetamine40, esketamine120] as unknown as readonly [
  ClinicalProtocol,
  ClinicalProtocol,
];
