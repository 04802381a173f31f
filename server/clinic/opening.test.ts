import { expect, test } from 'vitest';
import type { Actor } from '#core/actor.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { SiteEvent, SiteEventBody, SiteState } from '#core/site-state.ts';
import { evolveSite } from '#core/site.ts';
import { administrator } from '../../tests/support/visit-builder.ts';
import { found } from './opening.ts';
import type { SiteDesk } from './site-desk.ts';

const [ketamine, esketamine] = publishedProtocols;
const VIGIL: Actor = { kind: 'system' };

/** A site whose protocols were put in force so; what a start publishes. */
function started(...events: readonly (readonly [SiteEventBody, Actor])[]): readonly string[] {
  const founded: SiteEventBody = { type: 'site-founded', name: 'x', demo: false, timeZone: 'UTC' };
  const state = [[founded, VIGIL] as const, ...events].reduce<SiteState | undefined>(
    (site, [body, actor]) => evolveSite(site, { ...body, at: 0, actor } as SiteEvent),
    undefined,
  );
  const published: SiteEventBody[] = [];
  const desk = { isFounded: true, state, append: (bodies: SiteEventBody[]) => void published.push(...bodies) };
  found(desk as unknown as SiteDesk, { name: 'x', demo: false, timeZone: 'UTC' }, 0);
  return published.flatMap((body) =>
    body.type === 'protocol-published' ? [`${body.protocol.id} ${body.protocol.version}`] : [],
  );
}

const older = { type: 'protocol-published', protocol: { ...ketamine, version: ketamine.version - 1 } } as const;
const other = { type: 'protocol-published', protocol: esketamine } as const;

test('REC-214 a start brings a newer version of what Vigil shipped, and never replaces what a person published', () => {
  expect(started([older, VIGIL], [other, VIGIL])).toEqual([`${ketamine.id} ${ketamine.version}`]);
  expect(started([older, administrator], [other, VIGIL])).toEqual([]);
  expect(started()).toHaveLength(2);
});
