/** One version of a protocol, and what was published of it. */
import type { SiteState } from '#core/site-state.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { ProtocolRead } from '#protocol/protocols.ts';

/** @param running visits that go on */
export function readProtocol(
  { publications = [] }: Pick<SiteState, 'publications'>,
  running: readonly Pick<VisitState, 'chairId' | 'protocol' | 'phase'>[],
  { protocolId, version }: { readonly protocolId: string; readonly version?: number },
): Result<ProtocolRead> {
  const own = publications.filter(({ protocol }) => protocol.id === protocolId);
  const at = version === undefined ? own.length - 1 : own.findIndex(({ protocol }) => protocol.version === version);
  const wanted = own[at];
  if (!wanted)
    return own.length === 0
      ? refuse('not-found', 'There is no such protocol.')
      : refuse('not-found', `There is no version ${version} of this protocol.`);
  return accept({
    protocol: wanted.protocol,
    before: own[at - 1]?.protocol ?? null,
    versions: own.map(({ protocol, ...published }) => ({ version: protocol.version, ...published })).toReversed(),
    visits: running
      .filter(({ protocol, phase }) => protocol.id === protocolId && phase.name !== 'ended')
      .map(({ chairId, protocol }) => ({ chairId, version: protocol.version })),
  });
}
