/**
 * Where a tablet gets the certificate of the local authority, before it trusts it: over plain HTTP, and nothing else. What came on the way
 * is only as good as the comparison of its fingerprint with the one that the server's machine shows (docs/tls.md).
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { fingerprintOf } from './local-certificate.ts';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

/** @param authority its certificate in PEM @param url of the server itself */
export function openAuthorityPage(authority: string, url: string): Server {
  return createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 2_000 },
    (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer(response, 405, 'text/plain; charset=utf-8', 'Only reading is possible here.\n');
      const path = (request.url ?? '/').split('?')[0];
      const pem = readFileSync(authority, 'utf8');
      // In DER: Android and iPadOS offer to install what comes as this type.
      if (path === '/vigil-ca.crt') {
        response.setHeader('Content-Disposition', 'attachment; filename="vigil-ca.crt"');
        return answer(response, 200, 'application/x-x509-ca-cert', new X509Certificate(pem).raw);
      }
      if (path === '/vigil-ca.pem') {
        response.setHeader('Content-Disposition', 'attachment; filename="vigil-ca.pem"');
        return answer(response, 200, 'application/x-pem-file', pem);
      }
      if (path === '/') return answer(response, 200, 'text/html; charset=utf-8', page(fingerprintOf(pem), url));
      response.setHeader('Location', '/');
      answer(response, 302, 'text/plain; charset=utf-8', 'There is only the certificate here.\n');
    },
  );
}

function answer(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': type });
  response.end(body);
}

const page = (fingerprint: string, url: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust this clinic's Vigil</title>
<style>
body { margin: 0 auto; padding: 24px; max-width: 44rem; font: 18px/1.5 system-ui, sans-serif; }
code { display: block; padding: 12px; border: 1px solid; font-size: 18px; word-spacing: 0.3em; overflow-wrap: anywhere; }
h2 { margin-top: 2rem; font-size: 20px; }
a { color: inherit; }
</style>
</head>
<body>
<h1>Trust this clinic's Vigil</h1>
<p>For devices of the clinic only. Once each.</p>
<p><a href="/vigil-ca.crt"><strong>1. Download the certificate</strong></a></p>
<p>2. Install it as below. <strong>Compare</strong> the SHA-256 fingerprint the device shows with the one shown on the server's own
machine by <em>vigil tls show</em>. It is, if nobody is in between:</p>
<code>${fingerprint.replaceAll(':', ' ')}</code>
<p>If they differ, do not install it, and call who runs the server.</p>
<h2>iPad, iPhone</h2>
<p>Open this page in Safari. After the download: Settings, Profile Downloaded, Install. Its More Details show the fingerprint. Then
Settings, General, About, Certificate Trust Settings: switch it on.</p>
<h2>Android</h2>
<p>Settings, Security, Encryption and credentials, Install a certificate, CA certificate, Install anyway; choose vigil-ca.crt.
Trusted credentials, User, shows the fingerprint. A managed device gets it from its management.</p>
<h2>Windows</h2>
<p>Open vigil-ca.crt: Details show it, the thumbprint there is SHA-1; <em>certutil -hashfile vigil-ca.crt SHA256</em> shows the one above.
Install Certificate, Local Machine, Trusted Root Certification Authorities.</p>
<h2>macOS</h2>
<p>Open vigil-ca.crt in Keychain Access, keychain System. Open it there, Trust: Always Trust.</p>
<p>3. Then open <a href="${url}">${url}</a></p>
</body>
</html>
`;
