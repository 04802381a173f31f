/** The built pages: SvelteKit's handler and the name of their build. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export interface Pages {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** As the pages say it in their handshake. Undefined: pages of any build may connect. */
  readonly build: string | undefined;
}

/** @param folder where `npm run build` put them. */
export async function loadPages(folder = 'build'): Promise<Result<Pages>> {
  const path = resolve(folder, 'handler.js');
  try {
    const { handler } = (await import(pathToFileURL(path).href)) as { handler: Pages['handler'] };
    return accept({ handler: outlives(handler), build: buildOf(resolve(folder)) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return refuse('not-found', `There are no built pages in ${folder}: run \`npm run build\` first.`);
  }
}

/** A file that was there at the start and is gone, as in an upgrade in place, ends its own answer and never the watch. */
const outlives =
  (handler: Pages['handler']): Pages['handler'] =>
  (request, response) => {
    response.on('pipe', (file) => file.once('error', () => response.destroy()));
    handler(request, response);
  };

/** SvelteKit writes its version beside the pages that carry it. */
function buildOf(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'client', '_app', 'version.json'), 'utf8');
    return (JSON.parse(text) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

/** Without pages: only the wire and the API. */
export const noPages: Pages = {
  handler: (_request, response) => {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('This server has no pages.');
  },
  build: undefined,
};
