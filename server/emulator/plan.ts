/** A plan of emulated devices as text: which devices, where in which scenario, on which ports. */
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import { emulatedModels, isEmulatedModel } from './emulated-device.ts';
import { isScenarioName, scenarioNames } from './scenario-table.ts';
import type { ScenarioName } from './scenario-table.ts';
import type { EmulatedLine } from './tcp-emulator.ts';

export interface EmulationPlan {
  /** Scenario milliseconds per real one; above 0. */
  readonly speed: number;
  /** The wall clock's epoch ms at which every line stands at its `fromMs`; absent = when the emulator starts. */
  readonly fromAt?: number;
  readonly lines: readonly EmulatedLine[];
}

/** Puts one line at another instant, and in another scenario if one is named; sent to a running emulator. */
export interface MoveOrder {
  readonly moveTo: { readonly port: number; readonly scenarioMs: number; readonly scenario?: ScenarioName };
}

const malformed = (message: string) => refuse('malformed', message);
const noScenario = (name: unknown) =>
  malformed(`There is no scenario "${String(name)}". There are: ${scenarioNames.join(', ')}.`);

/** @returns a refusal that names the first field that is wrong and what it may be. */
export function parsePlan(text: string): Result<EmulationPlan> {
  const plan = parseObject(text);
  if (!plan) return malformed('A plan is one JSON object: {"speed":1,"lines":[{"device":…,"scenario":…}]}.');
  const { speed = 1, fromAt, lines } = plan;
  if (!isPositive(speed)) return malformed(`speed ${String(speed)}: give a number above 0.`);
  if (fromAt !== undefined && !isFinite(fromAt)) return malformed(`fromAt ${String(fromAt)}: give epoch milliseconds.`);
  if (!Array.isArray(lines) || lines.length === 0) return malformed('lines: give at least one device.');
  const parsed: EmulatedLine[] = [];
  for (const line of lines as readonly unknown[]) {
    const result = parseLine(line);
    if (!result.ok) return result;
    parsed.push(result.value);
  }
  return accept({ speed, ...(fromAt === undefined ? {} : { fromAt }), lines: parsed });
}

export function parseLine(line: unknown): Result<EmulatedLine> {
  const {
    device,
    scenario,
    fromMs = 0,
    port = 0,
    commanded = false,
  } = { ...(line as Partial<Record<keyof EmulatedLine, unknown>>) };
  if (typeof device !== 'string' || !isEmulatedModel(device))
    return malformed(`No device "${String(device)}" is emulated. There are: ${emulatedModels.join(', ')}.`);
  if (typeof scenario !== 'string' || !isScenarioName(scenario)) return noScenario(scenario);
  if (!isFinite(fromMs)) return malformed(`fromMs ${String(fromMs)}: give milliseconds.`);
  if (!isFinite(port) || !Number.isInteger(port) || port < 0 || port > 65_535)
    return malformed(`Port ${String(port)}: give 1 to 65535, or 0 for any free one.`);
  if (typeof commanded !== 'boolean') return malformed(`commanded ${String(commanded)}: give true or false.`);
  return accept({ device, scenario, fromMs, port, ...(commanded && { commanded }) });
}

export function parseMoveOrder(text: string): Result<MoveOrder> {
  const { moveTo } = { ...parseObject(text) };
  const { port, scenarioMs, scenario } = { ...(moveTo as Partial<MoveOrder['moveTo']> | undefined) };
  if (!isFinite(port) || !isFinite(scenarioMs))
    return malformed(
      'An order is {"moveTo":{"port":7101,"scenarioMs":0,"scenario":"before"}}; the scenario may be left out.',
    );
  if (scenario === undefined) return accept({ moveTo: { port, scenarioMs } });
  return isScenarioName(scenario) ? accept({ moveTo: { port, scenarioMs, scenario } }) : noScenario(scenario);
}

/** `31:00`, `-2:30` or `90` (seconds), in ms; undefined when it is none of them. */
export function parseScenarioTime(text: string): number | undefined {
  const parts = /^(-?)(?:(\d{1,4}):)?(\d{1,6})$/.exec(text.trim());
  if (!parts) return undefined;
  const [, sign, minutes, seconds] = parts;
  if (minutes !== undefined && Number(seconds) > 59) return undefined;
  return (sign ? -1 : 1) * (Number(minutes ?? 0) * 60 + Number(seconds)) * 1000;
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isPositive = (value: unknown): value is number => isFinite(value) && value > 0;

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
