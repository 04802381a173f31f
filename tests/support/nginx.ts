/** nginx in front of nodes, with the configuration of docs/deploy/, for who has one: no machine needs it for the tests. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** Undefined: there is none here. */
export const nginxPath = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
  existsSync(path),
);

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** As in docs/deploy/, but for this: plain HTTP on one port of this machine, and these nodes. */
function adapted(port: number, nodes: readonly number[]): string {
  const servers = nodes.map((node) => `server 127.0.0.1:${node} max_fails=1 fail_timeout=2s;`).join('\n  ');
  return readFileSync(resolve('docs/deploy/nginx-group.conf'), 'utf8')
    .replace(/server \{\n {2}listen 80;[^}]*\}\n/, '')
    .replace(/(?:server node-\d\.internal[^\n]*\n\s*)+/, `${servers}\n  `)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} default_server;`)
    .replace('proxy_pass https:', 'proxy_pass http:')
    .replace(/^\s*(?:ssl_|proxy_ssl_)[^\n]*\n/gm, '');
}

/** @returns the port it listens on; ended with the test */
export async function startNginx(path: string, nodes: readonly number[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-nginx-'));
  const port = await freePort();
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${join(folder, each)};`,
  );
  const conf = join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
     events { worker_connections 512; }
     http { access_log off; ${temp.join(' ')}\n${adapted(port, nodes)}\n}`,
  );
  const checked = spawnSync(path, ['-t', '-c', conf], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`nginx does not take docs/deploy/nginx-group.conf: ${checked.stderr}`);
  const running = spawn(path, ['-c', conf], { stdio: 'ignore' });
  const ended = new Promise((done) => running.once('exit', done));
  onTestFinished(async () => {
    running.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await listening(port);
  return port;
}

/** The runner's time limit is the only other end. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true));
      socket.once('error', () => done(false)).once('connect', () => socket.destroy());
    });
    if (isOpen) return;
  }
}
