/** A protocol is put in force: by Vigil with what it ships, else by an administrator, with a reason and another person's approval (docs/adr/0029). */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { isSamePerson } from '../care/care.ts';
import { checkProtocol } from '../clinical-protocol-check.ts';
import { outOfRange } from '../protocol-edit/edit-protocol.ts';
import { faultSentences } from '../protocol-edit/faults.ts';
import { protocolDiff } from '../protocol-edit/protocol-diff.ts';
import { isMadeFromOneOf, otherThan } from '../protocol-edit/same-structure.ts';
import { publishedProtocols } from '../protocols/published.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

type Publish = Extract<SiteCommand, { readonly type: 'protocol:publish' }>;

/** Visits keep the version they were opened with: a number must never mean two protocols. */
export function publish(state: SiteState, command: Publish, actor: Actor): Result<SiteEventBody[]> {
  const { protocol } = command;
  const checked = checkProtocol(protocol);
  if (!checked.ok) return checked;
  const outside = outOfRange(protocol);
  if (outside.length > 0) return refuse('out-of-range', faultSentences(outside));
  const published = state.protocols.find(({ id }) => id === protocol.id);
  const structure = sameStructure(state.protocols, published, protocol);
  if (!structure.ok) return structure;
  if (published && protocol.version !== published.version + 1)
    return refuse(
      'conflict',
      `“${protocol.title}” is published as version ${published.version}: give the changed one version ${published.version + 1}.`,
    );
  if (published && protocolDiff(published, protocol).length === 0)
    return refuse('malformed', 'Nothing of the protocol was changed.');
  const namesake = state.protocols.find(({ id, title }) => id !== protocol.id && sameName(title, protocol.title));
  if (namesake)
    return refuse(
      'conflict',
      `There is a protocol called “${namesake.title}” already: call the new one something else.`,
    );
  const reason = said(command.reason ?? '', 'The reason');
  if (!reason.ok) return reason;
  const approvedBy = said(command.approvedBy ?? '', 'Who approved it');
  if (!approvedBy.ok) return approvedBy;
  if (isSamePerson(approvedBy.value, nameOf(actor)))
    return refuse('not-allowed', 'Somebody else approves it: name the medical director or a provider.');
  return accept([
    { type: 'protocol-published', protocol: checked.value, reason: reason.value, approvedBy: approvedBy.value },
  ]);
}

/** A version is its predecessor or what Vigil ships under its name, with other numbers; a new protocol is any that is there. */
function sameStructure(
  ours: readonly ClinicalProtocol[],
  published: ClinicalProtocol | undefined,
  protocol: ClinicalProtocol,
): Result<ClinicalProtocol> {
  const shipped = published ? publishedProtocols.filter(({ id }) => id === published.id) : publishedProtocols;
  const bases = [...(published ? [published] : ours), ...shipped];
  if (isMadeFromOneOf(bases, protocol)) return accept(protocol);
  const nearest = published ?? bases.find(({ treatment }) => treatment === protocol.treatment) ?? shipped[0];
  const parts = nearest ? otherThan(nearest, protocol).slice(0, NAMED_PARTS) : [];
  return refuse(
    'not-allowed',
    `Only the numbers, the name and the version of a protocol can be other ones. Compared with “${nearest?.title}”, something else is: ${parts
      .map(({ path, from, to }) => `${path} (${from} → ${to})`)
      .join(', ')}.`,
  );
}
/** So many are enough to find it. */
const NAMED_PARTS = 3;

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
