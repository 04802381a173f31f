/** What a node says of itself where no site is asked for: how it is, whether it takes connections, its figures. No site's state is in it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../edge/json-answer.ts';
import { answerMetrics } from '../health.ts';
import type { HealthOptions } from '../health.ts';
import { fromThisMachine } from '../metrics/may-look.ts';

export interface NodeStanding {
  readonly nodeId: string;
  /** PostgreSQL answers. */
  readonly isInTouch: boolean;
  readonly isStopping: boolean;
  /** How many sites run here, and how many there are in the group. */
  readonly sites: { readonly here: number; readonly known: number };
  /** Sockets carried to other nodes. */
  readonly relayed: number;
  /** Why this node seals nothing, a sentence. It runs its sites all the same. */
  readonly sealTrouble: string | null;
}

export interface OwnPathsOptions extends Pick<HealthOptions, 'metrics' | 'mayLook' | 'log'> {
  readonly standing: () => NodeStanding;
}

const STOPPING = { code: 'stopping', message: 'The node is stopping: it takes nothing more.' };
const AWAY = { code: 'postgres', message: 'PostgreSQL does not answer: no site can run anywhere.' };

/** @returns whether the address was one of them */
export const answerOwn =
  (options: OwnPathsOptions) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    const { standing, mayLook = fromThisMachine } = options;
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    const { isInTouch, isStopping, ...more } = standing();
    switch (path) {
      case '/healthz':
        sendJson(response, 200, JSON.stringify({ ok: isInTouch, ...(mayLook(request) && more) }));
        return true;
      case '/readyz': {
        const why = [...(isStopping ? [STOPPING] : []), ...(isInTouch ? [] : [AWAY])];
        const ready = why.length === 0;
        sendJson(response, ready ? 200 : 503, JSON.stringify({ ready, why }));
        return true;
      }
      case '/metrics':
        answerMetrics(options, request, response);
        return true;
      default:
        return false;
    }
  };
