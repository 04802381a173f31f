/** `vite dev` with the whole clinic behind it: the same `attach` as in production, on vite's own HTTP server. */
import type { Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** @param folder where the database of development is kept. */
export function clinicInDevelopment(folder = 'data'): Plugin {
  return {
    name: 'vigil-clinic',
    apply: 'serve',
    async configureServer(vite) {
      const http = vite.httpServer as HttpServer | null;
      if (!http) return;
      // Vite bundles its configuration; the server must run as it is, so it is loaded by Node when it is needed.
      const load = (file: string) => import(new URL(file, import.meta.url).href);
      const { startDevelopment } = (await load('./development.ts')) as typeof import('./development.ts');
      const started = await startDevelopment(http, join(vite.config.root, folder, 'development.db'));
      if (!started.ok) {
        vite.config.logger.error(started.refusal.message);
        return;
      }
      vite.middlewares.use(started.value.middleware);
      http.once('close', () => void started.value.close());
    },
  };
}
