/** `vigil emulate`: emulated devices on TCP ports, one by its options or many by a plan. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import type { Refusal, Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import { emulatedModels } from '../emulator/emulated-device.ts';
import type { EmulationPlan } from '../emulator/plan.ts';
import { parseLine, parseMoveOrder, parsePlan, parseScenarioTime } from '../emulator/plan.ts';
import { scenarioNames, scenarioTable } from '../emulator/scenario-table.ts';
import type { Emulator } from '../emulator/tcp-emulator.ts';
import { startEmulator } from '../emulator/tcp-emulator.ts';

interface EmulateOptions {
  readonly device?: string;
  readonly scenario: string;
  readonly from: string;
  readonly port: string;
  readonly speed: string;
  readonly plan?: string;
}

export function emulateCommand(): Command {
  return new Command('emulate')
    .description('emulate a device on a TCP port of this machine, byte for byte, following a scenario')
    .option('--device <model>', `one of: ${emulatedModels.join(', ')}`)
    .option('--scenario <name>', 'what happens (see below)', 'uneventful')
    .option('--from <mm:ss>', 'where in the scenario to begin, from the start of its infusion', '0:00')
    .option('--port <number>', 'TCP port on 127.0.0.1; 0 = any free one', '0')
    .option('--speed <factor>', 'how many times faster than real time', '1')
    .option('--plan <file>', 'many devices as JSON instead; "-" reads one line of standard input and ends when it ends')
    .addHelpText('after', `\nScenarios:\n${scenarioNames.map(scenarioLine).join('\n')}\n`)
    .action(async (options: EmulateOptions) => {
      const input = options.plan === '-' ? standardInput() : undefined;
      const plan = await planOf(options, input);
      if (!plan.ok) return giveUp(plan.refusal, input);
      const started = await start(plan.value);
      if (!started.ok) return giveUp(started.refusal, input);
      const emulator = started.value;
      const listening = plan.value.lines.map((line, at) => ({
        device: line.device,
        scenario: line.scenario,
        port: emulator.ports[at],
      }));
      console.log(JSON.stringify({ listening }));
      await stopped(emulator, input);
      await emulator.close();
    });
}

function giveUp(refusal: Refusal, input: Lines | undefined): void {
  console.error(refusal.message);
  process.exitCode = 1;
  input?.close();
}

const scenarioLine = (name: keyof typeof scenarioTable): string => `  ${name.padEnd(14)} ${scenarioTable[name].title}`;

/** Standard input by lines; `close` stops reading. */
interface Lines {
  next(): Promise<IteratorResult<string, unknown>>;
  close(): void;
}

function standardInput(): Lines {
  const lines = createInterface({ input: process.stdin });
  const iterator = lines[Symbol.asyncIterator]();
  return { next: () => iterator.next(), close: () => lines.close() };
}

async function planOf(options: EmulateOptions, input: Lines | undefined): Promise<Result<EmulationPlan>> {
  if (input) {
    const line = await input.next();
    return parsePlan(line.done ? '' : line.value);
  }
  if (options.plan !== undefined) {
    try {
      return parsePlan(readFileSync(options.plan, 'utf8'));
    } catch (error) {
      return refuse(
        'not-found',
        `${options.plan} cannot be read: ${error instanceof Error ? error.message : 'why, is unknown'}.`,
      );
    }
  }
  if (options.device === undefined)
    return refuse('malformed', `Name a device: --device ${emulatedModels.join(' or --device ')}.`);
  const fromMs = parseScenarioTime(options.from);
  if (fromMs === undefined)
    return refuse('malformed', `--from ${options.from}: give minutes and seconds, as 31:00 or -2:30.`);
  const speed = Number(options.speed);
  if (!(speed > 0 && Number.isFinite(speed)))
    return refuse('malformed', `--speed ${options.speed}: give a number above 0.`);
  const line = parseLine({ ...options, fromMs, port: options.port === '' ? NaN : Number(options.port) });
  return line.ok ? accept({ speed, lines: [line.value] }) : line;
}

function start({ speed, fromAt, lines }: EmulationPlan): Promise<Result<Emulator>> {
  const sinceMs = fromAt === undefined ? 0 : (Date.now() - fromAt) * speed;
  return startEmulator({ speed, lines: lines.map((line) => ({ ...line, fromMs: line.fromMs + sinceMs })) });
}

/** Until a signal, or until whoever holds the other end of standard input is gone. */
async function stopped(emulator: Emulator, input: Lines | undefined): Promise<void> {
  const signals = [once(process, 'SIGINT'), once(process, 'SIGTERM')];
  await Promise.race([...signals, ...(input ? [follow(emulator, input)] : [])]);
  input?.close();
}

async function follow(emulator: Emulator, input: Lines): Promise<void> {
  for (;;) {
    const line = await input.next();
    if (line.done) return;
    const order = parseMoveOrder(line.value);
    if (!order.ok) {
      console.error(order.refusal.message);
      continue;
    }
    const { port, scenarioMs, scenario } = order.value.moveTo;
    emulator.moveTo(port, scenarioMs, scenario);
  }
}
