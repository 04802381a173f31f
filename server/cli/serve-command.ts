/** `vigil serve`: the clinic's server. */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { accept } from '#core/refusal.ts';
import { behindOf } from '../edge/behind-proxy.ts';
import { serve } from '../main.ts';
import { loadPages } from '../pages.ts';
import { firstRunWords, resetWords } from './access-words.ts';
import { processLog } from '../log.ts';
import {
  addAddress,
  baseAddress,
  callOption,
  callsOf,
  fhirOf,
  fhirOption,
  giveUp,
  knownZone,
  localZone,
  wholePort,
} from './option-values.ts';
import type { CallFlags, FhirFlags } from './option-values.ts';
import { privateFiles, tighten } from './private-files.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { metricsTokenOption, mayLookOf, processMetrics, startedWith } from './metrics-option.ts';
import { addName, tlsOf } from './tls-flags.ts';
import type { TlsFlags } from './tls-flags.ts';

interface ServeFlags extends TlsFlags, CallFlags, FhirFlags {
  readonly proxy?: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly logLevel: string;
  readonly sealKey?: string;
  readonly metricsTokenFile?: string;
  readonly resetAdministrator?: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description("run the clinic's server: pages, live wire and journal on one port of this machine")
    .option('--port <number>', 'port on this machine; 0 = any free one', wholePort, 4400)
    .option('--host <address>', 'address to listen on; another than this machine over TLS only', '127.0.0.1')
    .option('--tls-cert <file>', 'certificate with its chain, PEM: others are served over TLS')
    .option('--tls-key <file>', 'its key, PEM')
    .addOption(
      new Option('--tls <local>', 'TLS with an authority of its own, made beside the database').choices(['local']),
    )
    .option('--name <name>', 'with --tls local: host name or address of this server; again for more', addName)
    .option('--ca-port <number>', 'with --tls local: hands its certificate out to tablets, over plain HTTP', wholePort)
    .option('--proxy <address>', 'people come through this proxy, as --public-url says; again for more', addAddress)
    .option('--data <folder>', 'where the database is kept', 'data')
    .option('--site-name <name>', "the clinic's name, for a new database", 'Clinic')
    .option('--time-zone <zone>', 'IANA time zone, for a new database', knownZone, localZone())
    .addOption(callOption.bell())
    .addOption(callOption.bellWebhook())
    .addOption(callOption.pageWebhook())
    .addOption(callOption.secondPageWebhook())
    .addOption(
      new Option('--public-url <url>', 'where phones reach this server: what a page links to; default this machine')
        .env('VIGIL_PUBLIC_URL')
        .argParser(baseAddress),
    )
    .addOption(
      new Option('--seal-key <file>', 'key of the hourly seals, made when absent; default beside the database').env(
        'VIGIL_SEAL_KEY',
      ),
    )
    .addOption(fhirOption.url())
    .addOption(fhirOption.tokenFile())
    .addOption(metricsTokenOption())
    .option('--reset-administrator <name>', 'says a one-time code with which this administrator chooses a password')
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', 'info')
    .action(async (flags: ServeFlags) => {
      privateFiles();
      tighten(join(flags.data, 'vigil.db'));
      const tls = tlsOf(flags);
      if (!tls.ok) return giveUp(tls.refusal.message);
      const behind = behindOf(flags.proxy, flags.publicUrl);
      if (!behind.ok) return giveUp(behind.refusal.message);
      const fhir = fhirOf(flags);
      if (!fhir.ok) return giveUp(fhir.refusal.message);
      const mayLook = mayLookOf(flags.metricsTokenFile);
      if (!mayLook.ok) return giveUp(mayLook.refusal.message);
      const pages = await loadPages();
      if (!pages.ok) return giveUp(pages.refusal.message);
      const log = processLog({ level: flags.logLevel });
      const serving = await serve({
        port: flags.port,
        host: flags.host,
        ...(tls.value && { tls: tls.value }),
        ...(flags.caPort !== undefined && { authorityPort: flags.caPort }),
        ...(behind.value && { behind: behind.value }),
        database: join(flags.data, 'vigil.db'),
        founding: { name: flags.siteName, timeZone: flags.timeZone, demo: false },
        log,
        pages: pages.value,
        calls: callsOf(flags),
        ...(flags.sealKey !== undefined && { sealKey: flags.sealKey }),
        ...(fhir.value && { fhir: fhir.value }),
        metrics: processMetrics({ build: pages.value.build, dataFolder: flags.data }),
        mayLook: mayLook.value,
      });
      if (!serving.ok) return giveUp(serving.refusal.message);
      const { desk, url } = serving.value;
      const { resetAdministrator: name } = flags;
      const reset = name === undefined ? accept([]) : await resetWords(desk, name);
      if (!reset.ok) {
        await serving.value.close();
        return giveUp(reset.refusal.message);
      }
      stopOnSignal(() => serving.value.close(), log);
      log.info(startedWith(serving.value, pages.value.build), 'ready');
      console.log(`Vigil is ready: ${url}`);
      for (const line of [...firstRunWords(desk), ...reset.value]) console.log(line);
    });
}
