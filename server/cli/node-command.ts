/** `vigil node`: one of the machines that share the sites of a group of clinics (docs/deploy.md). */
import { Command, Option } from 'commander';
import { processLog } from '../log.ts';
import { runNode } from '../node/node.ts';
import { loadPages } from '../pages.ts';
import { firstRunWords } from './access-words.ts';
import {
  addAddress,
  baseAddress,
  callOption,
  callsOf,
  fhirOf,
  fhirOption,
  giveUp,
  wholePort,
} from './option-values.ts';
import type { CallFlags, FhirFlags } from './option-values.ts';
import { mayLookOf, metricsTokenOption, processMetrics } from './metrics-option.ts';
import { privateFiles } from './private-files.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { tlsOf } from './tls-flags.ts';
import type { TlsFlags } from './tls-flags.ts';

interface NodeFlags extends TlsFlags, CallFlags, FhirFlags {
  readonly postgres: string;
  readonly nodeUrl?: string;
  readonly port: number;
  readonly host: string;
  readonly proxy?: readonly string[];
  readonly public?: 'http' | 'https';
  readonly metricsTokenFile?: string;
  readonly sealKey?: string;
  readonly logLevel: string;
}

export function nodeCommand(): Command {
  return new Command('node')
    .description('run one of the machines that share the sites of a group of clinics; each site runs on one of them')
    .addOption(
      new Option('--postgres <url>', "the group's database: postgres://user:password@host/name")
        .env('VIGIL_POSTGRES')
        .makeOptionMandatory(),
    )
    .option('--node-url <url>', 'where the other nodes reach this one; default where it listens', baseAddress)
    .option('--port <number>', 'port on this machine; 0 = any free one', wholePort, 4400)
    .option('--host <address>', 'address to listen on; another than this machine over TLS only', '127.0.0.1')
    .option(
      '--tls-cert <file>',
      'certificate with its chain, PEM; with the names of all sites, unless a proxy has them',
    )
    .option('--tls-key <file>', 'its key, PEM')
    .option('--proxy <address>', "whose word for a client's address is believed; again for more", addAddress)
    .addOption(
      new Option('--public <scheme>', 'how people come in the end; default https with TLS or a proxy').choices([
        'https',
        'http',
      ]),
    )
    .option('--data <folder>', 'where the copies of the sites are kept: this node’s own', 'data')
    .addOption(
      new Option(
        '--seal-key <file>',
        'key of the hourly seals, the same on every node; default seal.key in --data, made by the first node',
      ).env('VIGIL_SEAL_KEY'),
    )
    .addOption(callOption.bell())
    .addOption(callOption.bellWebhook())
    .addOption(callOption.pageWebhook())
    .addOption(callOption.secondPageWebhook())
    .addOption(
      new Option('--public-url <url>', "where phones reach every site; default https:// and the site's first name")
        .env('VIGIL_PUBLIC_URL')
        .argParser(baseAddress),
    )
    .addOption(fhirOption.url())
    .addOption(fhirOption.tokenFile())
    .addOption(metricsTokenOption())
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', 'info')
    .addHelpText(
      'after',
      '\nEvery node of a group has the same --postgres, --public, calls and FHIR options, and a --data of its own.\n' +
        'Stopped by SIGTERM it hands its sites over first: that is how a group is upgraded, one node after another.',
    )
    .action(async (flags: NodeFlags) => {
      privateFiles();
      const tls = tlsOf(flags);
      if (!tls.ok) return giveUp(tls.refusal.message);
      const fhir = fhirOf(flags);
      if (!fhir.ok) return giveUp(fhir.refusal.message);
      const mayLook = mayLookOf(flags.metricsTokenFile);
      if (!mayLook.ok) return giveUp(mayLook.refusal.message);
      const pages = await loadPages();
      if (!pages.ok) return giveUp(pages.refusal.message);
      const log = processLog({ level: flags.logLevel });
      const running = await runNode({
        ...{ postgres: flags.postgres, port: flags.port, host: flags.host, dataFolder: flags.data, log },
        pages: pages.value,
        calls: callsOf(flags),
        metrics: processMetrics({ build: pages.value.build, dataFolder: flags.data }),
        mayLook: mayLook.value,
        onOpened: ({ name }, { attached }) => {
          for (const line of firstRunWords(attached.desk)) console.log(`${name}: ${line}`);
        },
        ...(flags.nodeUrl !== undefined && { nodeUrl: flags.nodeUrl }),
        ...(flags.sealKey !== undefined && { sealKey: flags.sealKey }),
        ...(tls.value && { tls: tls.value }),
        ...(flags.proxy && { proxies: flags.proxy }),
        ...(flags.public && { isSecure: flags.public === 'https' }),
        ...(fhir.value && { fhir: fhir.value }),
      });
      if (!running.ok) return giveUp(running.refusal.message);
      stopOnSignal(() => running.value.close(), log);
      console.log(`Vigil's node is ready: ${running.value.url}`);
    });
}
