/** The way in: plain HTTP for this machine alone, or TLS for others; with its certificate, its limits and its names. */
import { createServer } from 'node:http';
import type { RequestListener, Server as HttpServer, ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { openAuthorityPage } from './authority-page.ts';
import { believeProxies, edgeBehind, Exempt } from './behind-proxy.ts';
import type { Behind } from './behind-proxy.ts';
import { guardConnections } from './connection-guard.ts';
import { loopbackEdge } from './edge.ts';
import type { Edge } from './edge.ts';
import { fromFiles, fromLocal, LiveCertificate, secureContext } from './live-certificate.ts';
import type { CertificateNotice } from './live-certificate.ts';
import { localFiles } from './local-certificate.ts';
import { LOOPBACK_NAMES } from './names.ts';
import { Networks } from './networks.ts';

export type TlsOptions =
  | { readonly by: 'files'; readonly certificate: string; readonly key: string }
  /** None named: this machine's own. */
  | { readonly by: 'local'; readonly folder: string; readonly names: readonly string[] };

export interface DoorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: TlsOptions;
  /** Where tablets get the local authority's certificate, over plain HTTP. */
  readonly authorityPort?: number;
  readonly log: Logger;
  /** People come through a proxy. */
  readonly behind?: Behind;
  /** Whose connections are not counted: a proxy's, another node's. */
  readonly isExempt?: (address: string | undefined) => boolean;
  /** Real time. */
  readonly now?: () => Instant;
}

type Handler = RequestListener;

export interface Door {
  readonly edge: Edge;
  /** Whose connections and requests have more room. */
  readonly networks: Networks;
  /** Undefined: no TLS. */
  readonly certificate: LiveCertificate | undefined;
  server(handler: Handler): HttpServer;
  /** @returns the address that people open */
  listen(server: HttpServer): Promise<Result<{ readonly url: string; readonly port: number }>>;
  /** Tells what there is to tell of the certificate, now and when it changes. */
  watch(onNotice: (notice: CertificateNotice | undefined) => void): void;
  close(): Promise<void>;
}

const LOOK_EVERY_MS: Duration = 60_000;

/** Who sends slowly, or nothing, is sent away; a socket that is open lives on, it has its own pings. */
const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
} satisfies ServerOptions;
const HANDSHAKE_MS: Duration = 10_000;
const MAX_HEADERS = 100;

const isLoopback = (host: string): boolean => (LOOPBACK_NAMES as readonly string[]).includes(host);

/** @returns a refusal in a sentence: of an address without TLS, or of a certificate that cannot be served */
export async function openDoor(options: DoorOptions): Promise<Result<Door>> {
  const { host, tls, log, now = Date.now, authorityPort } = options;
  if (!tls && !isLoopback(host))
    return refuse(
      'not-allowed',
      `Other machines are served over TLS only: add --tls-cert FILE --tls-key FILE, or --tls local, to listen on ${host}; or use --host 127.0.0.1.`,
    );
  if (authorityPort !== undefined && tls?.by !== 'local')
    return refuse('not-allowed', 'There is a certificate to hand out with --tls local only: leave --ca-port away.');
  const read = tls && (tls.by === 'files' ? fromFiles(tls.certificate, tls.key) : fromLocal(tls));
  const opened = read ? await LiveCertificate.open({ read, log, now }) : undefined;
  if (opened?.ok === false) return opened;
  return accept(doorWith(opened?.value, options));
}

function doorWith(certificate: LiveCertificate | undefined, options: DoorOptions): Door {
  const { host, port: wanted, tls, authorityPort, log, behind } = options;
  const isExempt = options.isExempt ?? (behind && new Exempt(behind.proxies).has);
  const own: Edge = certificate
    ? {
        isSecure: true,
        staysSecure: tls?.by === 'files',
        covers: (name) => certificate.current.covers(name),
      }
    : loopbackEdge;
  const edge = behind ? edgeBehind(own, behind) : own;
  const networks = new Networks();
  let timer: NodeJS.Timeout | undefined;
  let closePage = async (): Promise<void> => undefined;
  return {
    edge,
    networks,
    certificate,
    server(handler) {
      const server = certificate
        ? createSecureServer(
            { ...TIMES, ...secureContext(certificate.current), handshakeTimeout: HANDSHAKE_MS },
            handler,
          )
        : createServer(TIMES, handler);
      certificate?.shownBy(server as Parameters<LiveCertificate['shownBy']>[0]);
      return guarded(server, { networks, log, isExempt });
    },
    async listen(server) {
      if (behind) believeProxies(server, behind);
      const listening = await listen(server, wanted, host, 'port');
      if (!listening.ok) return listening;
      const { port } = listening.value;
      const url = certificate ? `https://${nameFor(host, certificate)}:${port}` : `http://localhost:${port}`;
      if (authorityPort === undefined || tls?.by !== 'local') return accept({ url, port });
      const page = guarded(openAuthorityPage(localFiles(tls.folder).authority, url), { networks, log });
      const opened = await listen(page, authorityPort, host, 'ca-port');
      if (!opened.ok) return opened;
      closePage = () => closed(page);
      log.info({ port: opened.value.port }, 'tablets get the certificate of the local authority here, over plain HTTP');
      return accept({ url, port });
    },
    watch(onNotice) {
      if (!certificate) return;
      const look = () =>
        certificate.look().then(
          (isNews) => isNews && onNotice(certificate.notice),
          (error: unknown) => log.error({ err: error }, 'the certificate could not be looked at'),
        );
      void look();
      timer = setInterval(() => void look(), LOOK_EVERY_MS);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
      await closePage();
    },
  };
}

function guarded(
  server: HttpServer,
  { networks, log, isExempt }: { networks: Networks; log: Logger; isExempt?: DoorOptions['isExempt'] },
): HttpServer {
  server.maxHeadersCount = MAX_HEADERS;
  const dropped = (why: { readonly network: string }): void =>
    log.warn(why, 'too many connections: no more are taken until some close');
  guardConnections(server, dropped, {
    isOwn: (network) => networks.isOwn(network),
    ...(isExempt && { isExempt }),
  });
  return server;
}

/** A name people can use: the one they gave, else this machine when it alone is served. */
function nameFor(host: string, { current }: LiveCertificate): string {
  const names = current.names.filter((name) => !name.startsWith('*'));
  if (isLoopback(host) && current.covers('localhost')) return 'localhost';
  const name = names.find((each) => !isLoopback(each)) ?? names[0] ?? 'localhost';
  return name.includes(':') ? `[${name}]` : name;
}

function listen(server: HttpServer, port: number, host: string, option: string): Promise<Result<AddressInfo>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'another program has it'
          : error.code === 'EADDRNOTAVAIL'
            ? `this machine has no address ${host}`
            : (error.code ?? error.message);
      resolve(refuse('unavailable', `Port ${port} cannot be opened (${why}): choose another with --${option}.`));
    });
    server.listen(port, host, () => resolve(accept(server.address() as AddressInfo)));
  });
}

const closed = (server: HttpServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
