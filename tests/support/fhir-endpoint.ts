/**
 * A FHIR R4 endpoint over real HTTP: takes a transaction whole or not at all, holds it to HL7's schema, keeps each resource by type and id,
 * and answers entry by entry. Told so, it answers otherwise, or not at all.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { schemaFaults } from './fhir-schema.ts';

interface Bundle {
  readonly resourceType: string;
  readonly type: string;
  readonly entry: readonly {
    readonly resource: { readonly resourceType: string; readonly id: string };
    readonly request: { readonly method: string; readonly url: string };
  }[];
}

export type Mood =
  | { readonly is: 'well' }
  /** With this status, before anything is kept. */
  | {
      readonly is: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Keeps it and never answers, or cuts the answer in the middle, or the connection before it. */
  | { readonly is: 'hangs' | 'cuts' | 'drops' }
  /** Answers 200, and to the first entry this. */
  | { readonly is: 'refuses-one'; readonly status: string; readonly says: string }
  | { readonly is: 'answers'; readonly body: string };

export interface FhirEndpoint {
  readonly url: string;
  readonly port: number;
  /** By type and id. */
  readonly kept: ReadonlyMap<string, { readonly resourceType: string }>;
  /** How often each was put. */
  readonly puts: ReadonlyMap<string, number>;
  readonly requests: readonly {
    readonly authorization: string | undefined;
    readonly path: string;
    readonly type: string | undefined;
  }[];
  /** From now on. */
  mood: Mood;
  of(type: string): readonly { readonly resourceType: string }[];
}

const outcome = (words: string): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invalid', diagnostics: words }],
  });

/** @param token that a request must bear */
export async function startFhirEndpoint(token?: string): Promise<FhirEndpoint> {
  const kept = new Map<string, { resourceType: string }>();
  const puts = new Map<string, number>();
  const requests: FhirEndpoint['requests'][number][] = [];
  const state: { mood: Mood } = { mood: { is: 'well' } };

  const send = (
    response: ServerResponse,
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    response.writeHead(status, { 'Content-Type': 'application/fhir+json', ...headers });
    response.end(body);
  };
  const take = (bundle: Bundle): void => {
    for (const { resource, request } of bundle.entry) {
      kept.set(request.url, resource);
      puts.set(request.url, (puts.get(request.url) ?? 0) + 1);
    }
  };
  const answered = ({ entry }: Bundle) =>
    entry.map(({ request }) => ({
      response: { status: '200 OK', location: `${request.url}/_history/1`, etag: 'W/"1"' },
    }));
  const whole = (entry: readonly object[]) =>
    JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { authorization } = request.headers;
    requests.push({ authorization, path: request.url ?? '', type: request.headers['content-type'] });
    const { mood } = state;
    if (request.method !== 'POST' || request.url !== '/fhir') return send(response, 404, outcome('nothing here'));
    if (token !== undefined && authorization !== `Bearer ${token}`) return send(response, 401, outcome('who are you?'));
    if (mood.is === 'status') return send(response, mood.status, mood.body ?? '', mood.headers);
    if (mood.is === 'drops') return void request.socket.destroy();
    const bundle = JSON.parse(body) as Bundle;
    const faults = schemaFaults(bundle);
    if (faults.length > 0) return send(response, 422, outcome(faults.join('; ')));
    if (mood.is === 'answers') return send(response, 200, mood.body);
    if (mood.is === 'refuses-one') {
      const [, ...others] = answered(bundle);
      const first = { response: { status: mood.status, outcome: JSON.parse(outcome(mood.says)) as object } };
      return send(response, 200, whole([first, ...others]));
    }
    take(bundle);
    if (mood.is === 'hangs') return;
    if (mood.is === 'well') return send(response, 200, whole(answered(bundle)));
    const all = whole(answered(bundle));
    response.writeHead(200, {
      'Content-Type': 'application/fhir+json',
      'Content-Length': String(Buffer.byteLength(all)),
    });
    response.write(all.slice(0, 100), () => request.socket.destroy());
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/fhir`,
    port,
    kept,
    puts,
    requests,
    get mood() {
      return state.mood;
    },
    set mood(mood: Mood) {
      state.mood = mood;
    },
    of: (type) => [...kept.values()].filter(({ resourceType }) => resourceType === type),
  };
}
