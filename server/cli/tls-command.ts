/** `vigil tls`: the server's own certificate authority, and what it signed. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { X509Certificate } from 'node:crypto';
import type { Result } from '#core/refusal.ts';
import { namesOf } from '../edge/certificate.ts';
import type { Certificate } from '../edge/certificate.ts';
import { namesOfAuthority } from '../edge/local-authority.ts';
import { localCertificate, localFiles, readAuthority, replaceAuthority } from '../edge/local-certificate.ts';
import { addName, tlsFolder } from './tls-flags.ts';

interface MakeFlags {
  readonly data: string;
  readonly name?: readonly string[];
  readonly new?: boolean;
}

export function tlsCommand(): Command {
  return new Command('tls')
    .description("the server's own certificate authority, for `vigil serve --tls local` (docs/tls.md)")
    .addCommand(
      withData(new Command('show'))
        .description('its names, fingerprints and ends, and the file that tablets are to trust')
        .action(({ data }: MakeFlags) => show(tlsFolder(data))),
    )
    .addCommand(
      withData(new Command('make'))
        .description('make it, and the certificate of the server')
        .option('--name <name>', 'host name or address of this server; again for more', addName)
        .option('--new', 'a new one in the place of the old; each tablet must trust it anew')
        .action(async ({ data, name, new: anew }: MakeFlags) => {
          const folder = tlsFolder(data);
          const options = { folder, names: name ?? [] };
          if (!anew && existsSync(localFiles(folder).authority))
            return giveUp(`There is one in ${folder}: "vigil tls show". With --new another takes its place.`);
          await told(anew ? replaceAuthority(options, Date.now()) : localCertificate(options, Date.now()), folder);
        }),
    )
    .addCommand(
      withData(new Command('renew'))
        .description(
          'a new certificate of the server from the authority there is; a running server takes it within a minute',
        )
        .option('--name <name>', 'host name or address of this server; again for more', addName)
        .action(async ({ data, name }: MakeFlags) => {
          const folder = tlsFolder(data);
          if (!existsSync(localFiles(folder).authority)) return giveUp(none(folder));
          await told(localCertificate({ folder, names: name ?? [] }, Date.now(), true), folder);
        }),
    );
}

const withData = (command: Command): Command => command.option('--data <folder>', "the server's folder", 'data');

async function told(made: Promise<Result<Certificate>>, folder: string): Promise<void> {
  const result = await made;
  if (!result.ok) return giveUp(result.refusal.message);
  await show(folder);
}

async function show(folder: string): Promise<void> {
  const files = localFiles(folder);
  const authority = existsSync(files.authority) ? readAuthority(folder) : undefined;
  if (!authority) return giveUp(none(folder));
  const certificate = new X509Certificate(authority.certificatePem);
  console.log(`Authority     ${resolve(files.authority)}`);
  console.log(`  name        ${certificate.subject.replace(/^CN=/, '')}`);
  console.log(`  SHA-256     ${certificate.fingerprint256}`);
  console.log(`  signs for   ${(await namesOfAuthority(authority)).join(', ')}`);
  console.log(`  until       ${certificate.validToDate.toISOString().slice(0, 10)}`);
  if (!existsSync(files.server)) return;
  const server = new X509Certificate(readFileSync(files.server));
  console.log(`Server        ${resolve(files.server)}`);
  console.log(`  SHA-256     ${server.fingerprint256}`);
  console.log(`  names       ${namesOf(server).join(', ')}`);
  console.log(`  until       ${server.validToDate.toISOString().slice(0, 10)}`);
}

const none = (folder: string): string =>
  `There is no authority in ${folder}: "vigil tls make" makes one, and so does "vigil serve --tls local".`;

function giveUp(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
