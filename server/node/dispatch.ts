/** The node's one entrance: a request or an upgrade goes to the site that is asked for, here or at the node that has it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from '#core/refusal.ts';
import { networkOf } from '../access/from.ts';
import { HTTPS_ONLY } from '../edge/admit-request.ts';
import { cameInTheClear, clientAddress } from '../edge/client-address.ts';
import { Attempts } from '../edge/connection-guard.ts';
import { nameAskedFor } from '../edge/edge.ts';
import { sendJson } from '../edge/json-answer.ts';
import { limitRequests, tooManyRequests } from '../edge/limit-requests.ts';
import type { RequestLimits } from '../edge/limit-requests.ts';
import type { Networks } from '../edge/networks.ts';
import type { HostedSite } from './hosted-site.ts';
import { refuseName, refuseRequest, refuseUpgrade } from './nobody.ts';
import type { Relay, Target } from './relay.ts';
import { OWN_HEADER, RELAY_HEADER, relayedFor } from './relay-header.ts';

/** A site of the group as the entrance sees it. */
export type PlacedSite = Pick<HostedSite, 'site' | 'standing' | 'isHere' | 'request' | 'upgrade'>;

export interface DispatchDeps {
  /** What each may have carried, and whose requests have more room. */
  readonly networks: Networks;
  readonly log: RequestLimits['log'];
  /** By a Host name. */
  readonly siteOf: (name: string) => PlacedSite | undefined;
  readonly nodeId: string;
  readonly secret: string;
  readonly relay: Relay;
  /** Whose address is believed (server/edge/client-address.ts). */
  readonly believe: (request: IncomingMessage) => void;
  /** Another node's connections come from there. */
  readonly onPeer: (address: string | undefined) => void;
  /** What the node itself answers, asked where no site has the name. */
  readonly own?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
}

type Place =
  | {
      readonly kind: 'here';
      readonly hosted: PlacedSite;
      readonly site: NonNullable<HostedSite['site']>;
      readonly relayed: boolean;
    }
  | { readonly kind: 'there'; readonly target: Target }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'forged' };

const FORGED = 'This request says that another node carried it, and none did.';
const NOBODY = 'This clinic is being taken up by another machine: try again in a moment.';

export class Dispatch {
  readonly #deps: DispatchDeps;
  readonly #mayGoOn: ReturnType<typeof limitRequests>;
  readonly #attempts = new Attempts();

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    this.#mayGoOn = limitRequests({ networks: deps.networks, log: deps.log });
  }

  request(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#placeOf(request);
    switch (place.kind) {
      case 'here':
        if (place.relayed && this.#deps.networks.isOwn(networkOf(clientAddress(request))))
          response.setHeader(OWN_HEADER, '1');
        return place.hosted.request(place.site, request, response);
      case 'there':
        // The owner could not tell any more: it would hear from this node alone.
        if (cameInTheClear(request)) return refuseClear(request, response);
        if (!this.#mayGoOn(request, response)) return;
        return this.#deps.relay.request(request, response, place.target);
      case 'nobody':
        return refuseRequest(request, response, NOBODY);
      case 'forged':
        return refuseName(response, 400, FORGED);
      case 'unknown':
        if (this.#deps.own?.(request, response) === true) return;
        return refuseName(response, 421, unknown(place.name));
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const place = this.#placeOf(request);
    switch (place.kind) {
      case 'here':
        return place.hosted.upgrade(place.site, request, socket, head);
      case 'there':
        if (cameInTheClear(request)) return refuseUpgrade(socket, HTTPS_ONLY, '403 Forbidden');
        if (!this.#attempts.take(networkOf(clientAddress(request)), performance.now()))
          return refuseUpgrade(socket, tooManyRequests.message, '429 Too Many Requests');
        return this.#deps.relay.upgrade(request, socket, head, place.target);
      case 'nobody':
        return refuseUpgrade(socket, NOBODY);
      case 'forged':
        return refuseUpgrade(socket, FORGED, '400 Bad Request');
      case 'unknown':
        return refuseUpgrade(socket, unknown(place.name), '421 Misdirected Request');
    }
  }

  #placeOf(request: IncomingMessage): Place {
    const { siteOf, secret, nodeId, believe, onPeer } = this.#deps;
    const relayed = relayedFor(secret, request);
    if (relayed === 'forged') return { kind: 'forged' };
    believe(request);
    if (relayed) {
      onPeer(request.socket.remoteAddress);
      // No site's business.
      Reflect.deleteProperty(request.headers, RELAY_HEADER);
    }
    const name = nameAskedFor(request.headers);
    const hosted = name === undefined ? undefined : siteOf(name);
    if (!hosted) return { kind: 'unknown', name: name ?? '' };
    const { site } = hosted;
    if (site) return { kind: 'here', hosted, site, relayed: relayed !== undefined };
    const { siteId, owner } = hosted.standing;
    // Carried once at most: whoever carried it here learns in a moment who has the site.
    if (relayed || hosted.isHere || !owner || owner.nodeId === nodeId) return { kind: 'nobody' };
    return { kind: 'there', target: { siteId, url: owner.url, epoch: owner.epoch } };
  }
}

function refuseClear(request: IncomingMessage, response: ServerResponse): void {
  // Anything it brought is not read.
  if (!request.complete) response.setHeader('Connection', 'close');
  sendJson(response, 403, JSON.stringify(refuse('not-allowed', HTTPS_ONLY)));
}

const unknown = (name: string): string =>
  `No clinic of this group has the name "${name.slice(0, 100)}": an administrator gives it one with "vigil sites".`;
