/** What a protocol is made from: what no page edits is the same in both (docs/adr/0029). */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';
import { withChanges } from './edit-protocol.ts';
import { locatedFields } from './fields.ts';
import { protocolDiff } from './protocol-diff.ts';
import type { DiffLine } from './protocol-diff.ts';

/** %·s of the mode that a clinic may publish instead of the medium delay of low SpO2; its numbers are edited like any other. */
const SAT_SECONDS = 50;

/** What of it is neither a number of `base` nor a name or a version. Empty: it is made from it. */
export function otherThan(base: ClinicalProtocol, protocol: ClinicalProtocol): readonly DiffLine[] {
  const { id, title, version } = protocol;
  const numbers = Object.fromEntries(locatedFields(protocol).map(({ path, value }) => [path, value]));
  return protocolDiff({ ...withChanges(base, numbers), id, title, version }, protocol);
}

/** Each as it is, and with SatSeconds. */
export const isMadeFromOneOf = (bases: readonly ClinicalProtocol[], protocol: ClinicalProtocol): boolean =>
  bases.some((base) =>
    [base, withSatSeconds(base, SAT_SECONDS)].some((each) => otherThan(each, protocol).length === 0),
  );
