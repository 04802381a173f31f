/** How this server is, for machines: /healthz, /readyz and /metrics (docs/operations.md). None of them names a patient or a person. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { refuse } from '#core/refusal.ts';
import type { Clinic } from './clinic.ts';
import { sendJson, statusOf } from './edge/json-answer.ts';
import type { FhirExchange } from './fhir/fhir-exchange.ts';
import type { Journal } from './journal/journal.ts';
import { fromThisMachine } from './metrics/may-look.ts';
import type { MayLook } from './metrics/may-look.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Readiness } from './readiness.ts';
import type { Waveforms } from './waveforms/waveforms.ts';

export interface HealthOptions {
  readonly clinic: () => Clinic;
  readonly journal: Journal;
  readonly waveforms?: Waveforms | undefined;
  readonly fhir: () => FhirExchange | undefined;
  /** Absent: nobody knows whether it is ready, and it is not. */
  readonly readiness?: (() => Readiness) | undefined;
  /** Absent: there are none. */
  readonly metrics?: Metrics | undefined;
  /** Whom metrics are for, and all of /healthz; default programs of this machine. */
  readonly mayLook?: MayLook | undefined;
  readonly log: Pick<Logger, 'error'>;
}

const notForYou = refuse(
  'not-allowed',
  'Metrics are for this machine, or for who brings the token of --metrics-token-file.',
).refusal;
const none = refuse('not-found', 'This server has no metrics.').refusal;
const failed = refuse('unavailable', 'The metrics cannot be read now.').refusal;
const unknown: Readiness = { ready: false, why: [] };

/** @returns whether the address was one of them */
export function answerHealth(
  options: HealthOptions,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  const { mayLook = fromThisMachine, readiness } = options;
  if (path === '/healthz') {
    const all = health(options);
    sendJson(response, 200, JSON.stringify(mayLook(request) ? all : forEverybody(all)));
    return true;
  }
  if (path === '/readyz') {
    const found = readiness?.() ?? unknown;
    sendJson(response, found.ready ? 200 : 503, JSON.stringify(found));
    return true;
  }
  if (path !== '/metrics') return false;
  answerMetrics(options, request, response);
  return true;
}

/** /metrics, of a site or of a node. */
export function answerMetrics(
  { mayLook = fromThisMachine, metrics, log }: Pick<HealthOptions, 'mayLook' | 'metrics' | 'log'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const refusal = mayLook(request) ? (metrics ? undefined : none) : notForYou;
  if (refusal || !metrics)
    return sendJson(response, statusOf((refusal ?? none).code), JSON.stringify({ refusal: refusal ?? none }));
  metrics.text().then(
    (text) => {
      if (response.destroyed) return;
      response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' });
      response.end(text);
    },
    (error: unknown) => {
      log.error({ err: error, event: 'metrics-failed' }, 'the metrics could not be read');
      sendJson(response, statusOf(failed.code), JSON.stringify({ refusal: failed }));
    },
  );
}

/** What `vigil watch` on another machine and a page that lost its server need; how many are treated here is not among it. */
const forEverybody = ({ ok, clinicTime, demo, armed, tickAgeMs, notJudged, failing }: ReturnType<typeof health>) => ({
  ...{ ok, clinicTime, demo, armed, tickAgeMs, notJudged, failing },
});

function health({ clinic: of, journal, waveforms, fhir: exchange }: HealthOptions) {
  const clinic = of();
  const fhir = exchange();
  const { counters } = clinic;
  const running = clinic.health;
  return {
    ok: journal.trouble === undefined && !running.late && running.notJudged === 0 && running.failing.length === 0,
    clinicTime: clinic.now,
    demo: clinic.site.demo,
    ...running,
    journal: { pending: journal.pending, trouble: journal.trouble ?? null },
    // A wave is worth less than a vital sign: its trouble is told, and the server is well all the same.
    ...(waveforms && { waveforms: waveforms.health }),
    // Nor does a visit that is not elsewhere yet make this server unwell.
    ...(fhir && { fhir: fhir.health }),
    readings: { stored: counters.readingsStored, repeated: counters.readingsRepeated },
    commands: { accepted: counters.commandsAccepted },
    refused: counters.refusals,
    ...(clinic.certificate && { certificate: clinic.certificate }),
  };
}
