/** `vigil adapter-check`: tells an adapter's author what their adapter does wrong. */
import { Command, InvalidArgumentError } from 'commander';
import { reportJson, reportText } from '../adapter-check/report.ts';
import { runCheck } from '../adapter-check/run-check.ts';
import { SCENARIOS } from '../adapter-check/scenarios.ts';
import type { ScenarioName } from '../adapter-check/scenarios.ts';

interface CheckFlags {
  readonly port: number;
  readonly seconds?: number;
  readonly only?: readonly ScenarioName[];
  readonly run?: string;
  readonly withRestart?: true;
  readonly json?: true;
}

export function adapterCheckCommand(): Command {
  return new Command('adapter-check')
    .description('play a Vigil server to an adapter, and tell its author what it does wrong')
    .option('--port <number>', 'port on this machine; 0 = any free one', wholeNumber(0, 65_535), 4410)
    .option(
      '--run <command>',
      "start the adapter by this command, {url} in it being the referee's address; ends it too",
    )
    .option('--with-restart', 'also have it killed and started again: by --run, or by you')
    .option('--only <scenarios>', `some of them, as silence,answers: ${SCENARIOS.join(', ')}`, knownScenarios)
    .option('--seconds <number>', 'how long to watch before the scenarios begin', wholeNumber(1, 3_600))
    .option('--json', 'one line of JSON instead of text')
    .addHelpText(
      'after',
      `
Each rule of docs/adapter-protocol.md gets a verdict: ok, wrong (with what was wrong, and where the rule stands), or
not seen, which is no failure. The exit code is 1 when something is wrong or no adapter came. It takes about a minute
and a half; nothing that is sent is kept. The check takes any key of the right form; a command of --run finds one in
VIGIL_ADAPTER_KEY. A first try:

  vigil adapter-check --run "python3 my_adapter.py --server {url}"
`,
    )
    .action(async ({ port, seconds, only, run, withRestart, json }: CheckFlags) => {
      const stopping = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          process.exitCode = 1;
          stopping.abort();
        });
      const checked = await runCheck({
        port,
        ...(only && { only }),
        ...(run !== undefined && { run }),
        ...(withRestart && { withRestart }),
        ...(seconds !== undefined && { timings: { watchMs: seconds * 1_000 } }),
        signal: stopping.signal,
        say: (text) => console.error(text),
      });
      if (!checked.ok) {
        console.error(checked.refusal.message);
        process.exitCode = 1;
        return;
      }
      console.log(json ? reportJson(checked.value) : `\n${reportText(checked.value)}`);
      if (checked.value.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1;
    });
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return number;
  };

function knownScenarios(text: string): readonly ScenarioName[] {
  const names = text.split(',').map((name) => name.trim());
  const isKnown = (name: string): name is ScenarioName => (SCENARIOS as readonly string[]).includes(name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no "${unknown}": known are ${SCENARIOS.join(', ')}.`);
  return names.filter(isKnown);
}
