/** A protocol with other numbers. Nothing else of it can be edited: its rules' shape and phases are structure (docs/adr/0029). */
import { complaintsOf } from '../clinical-protocol-check.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import { faultsOf, faultSentences, fieldFault } from './faults.ts';
import type { ProtocolFault } from './faults.ts';
import { locatedFields, withValueAt } from './fields.ts';

/** By the path of the field, in the protocol's own unit. */
export type ProtocolChanges = Readonly<Record<string, number>>;

/** What of the changes is another number than the protocol's; a field it does not have is none. */
export function changesOf(protocol: ClinicalProtocol, changes: ProtocolChanges): ProtocolChanges {
  return Object.fromEntries(
    locatedFields(protocol).flatMap(({ path, value }) => {
      const to = changes[path];
      return to === undefined || to === value ? [] : [[path, to]];
    }),
  );
}

/** The same protocol and version with these numbers, however wrong they are; a field it does not have is passed over. */
export function withChanges(protocol: ClinicalProtocol, changes: ProtocolChanges): ClinicalProtocol {
  const wanted = changesOf(protocol, changes);
  return locatedFields(protocol).reduce((changed, { path, places }) => {
    const to = wanted[path];
    return to === undefined ? changed : places.reduce((whole, place) => withValueAt(whole, place, to), changed);
  }, protocol);
}

/** What is wrong with these changes, each with the fields it is about. */
export function faultsIn(protocol: ClinicalProtocol, changes: ProtocolChanges): readonly ProtocolFault[] {
  const known = new Set(locatedFields(protocol).map(({ path }) => path));
  const unknown = Object.keys(changes).filter((path) => !known.has(path));
  if (unknown.length > 0)
    return unknown.map((path) => ({ paths: [], message: `This protocol has no number “${path}”.` }));
  const changed = withChanges(protocol, changes);
  const outside = outOfRange(changed);
  // What is no number at all would be compared with others in vain.
  return outside.length > 0 ? outside : faultsOf([...complaintsOf(changed)], locatedFields(changed));
}

/** The next version, or a refusal that names every field that is wrong. */
export function editProtocol(protocol: ClinicalProtocol, changes: ProtocolChanges): Result<ClinicalProtocol> {
  const faults = faultsIn(protocol, changes);
  if (faults.length > 0) return refuse('out-of-range', faultSentences(faults));
  if (Object.keys(changesOf(protocol, changes)).length === 0)
    return refuse('malformed', 'Nothing of the protocol was changed.');
  return accept({ ...withChanges(protocol, changes), version: protocol.version + 1 });
}

/** Another protocol that begins as this one, in its first version. */
export function newProtocolFrom(
  protocol: ClinicalProtocol,
  named: { readonly id: string; readonly title: string },
  taken: readonly Pick<ClinicalProtocol, 'id' | 'title'>[],
): Result<ClinicalProtocol> {
  const [id, title] = [named.id.trim(), named.title.trim()];
  if (title === '') return refuse('malformed', 'Say what the new protocol is called.');
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(id))
    return refuse('malformed', 'A protocol’s short name is made of small letters, digits and hyphens, 40 at most.');
  if (taken.some((each) => each.id === id))
    return refuse('conflict', `There is a protocol “${id}” already: give the new one another short name.`);
  if (taken.some((each) => each.title.toLowerCase() === title.toLowerCase()))
    return refuse('conflict', `There is a protocol called “${title}” already: call the new one something else.`);
  return accept({ ...protocol, id, title, version: 1 });
}

/** `iv-ketamine-60-min` of a title. */
export const shortNameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');

/** Numbers that are outside the range of their field, in a protocol that came from elsewhere. */
export const outOfRange = (protocol: ClinicalProtocol): readonly ProtocolFault[] =>
  locatedFields(protocol).flatMap((field) => fieldFault(field) ?? []);
