/** `vigil demo`: a clinic of ten chairs on emulated devices, to be tried. */
import { Command, InvalidArgumentError } from 'commander';
import { runDemo } from '../demo/run-demo.ts';
import { loadPages } from '../pages.ts';
import { privateFiles } from './private-files.ts';
import { stopOnSignal } from './stop-on-signal.ts';

interface DemoFlags {
  readonly port: number;
  readonly speed: number;
  readonly data: string;
  readonly keep?: boolean;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('try Vigil: ten chairs with invented patients on emulated devices, in a database of its own')
    .option('--port <number>', 'port on this machine; the next free one when it is taken', wholePort, 4321)
    .option('--speed <factor>', "how many times faster the demo's clock runs", aboveZero, 1)
    .option('--data <folder>', "the demo's own folder", '.vigil/demo')
    .option('--keep', 'go on with the last demo of this folder')
    .option('--fresh', 'begin anew (it does so unless told to keep)')
    .action(async ({ port, speed, data, keep = false }: DemoFlags) => {
      privateFiles();
      const pages = await loadPages();
      if (!pages.ok) return giveUp(pages.refusal.message);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const say = (line: string): void => console.log(line);
      const demo = await runDemo({ port, speed, folder: data, keep, timeZone, pages: pages.value, say });
      if (!demo.ok) return giveUp(demo.refusal.message);
      stopOnSignal(() => demo.value.close(), demo.value.log);
    });
}

function giveUp(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function wholePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function aboveZero(text: string): number {
  const factor = Number(text);
  if (!(factor > 0 && Number.isFinite(factor))) throw new InvalidArgumentError('Give a number above 0.');
  return factor;
}
