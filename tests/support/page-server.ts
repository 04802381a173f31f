/** The built pages and nothing behind them: what `/components` draws depends on no clinic and on no clock. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPages } from '../../server/pages.ts';

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Of the browser, so that another one draws the same letters and the same colours. */
export const STEADY = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

export async function servePages(): Promise<PageServer> {
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const { handler } = pages.value;
  const http = createServer((request, response) => {
    // No clinic answers: the pages go on asking for one.
    if (request.url?.startsWith('/live/')) response.writeHead(404).end();
    else handler(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
}
