/** A protocol is put in force: by Vigil with what it ships, else by an administrator, with a reason and another person's approval (docs/adr/0029). */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { checkProtocol } from '../clinical-protocol-check.ts';
import { outOfRange } from '../protocol-edit/edit-protocol.ts';
import { faultSentences } from '../protocol-edit/faults.ts';
import { protocolDiff } from '../protocol-edit/protocol-diff.ts';
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
  if (sameName(approvedBy.value, nameOf(actor)))
    return refuse('not-allowed', 'Somebody else approves it: name the medical director or a provider.');
  return accept([
    { type: 'protocol-published', protocol: checked.value, reason: reason.value, approvedBy: approvedBy.value },
  ]);
}

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
