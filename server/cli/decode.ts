/** `vigil decode`: bytes in hex, a line at a time, through a device's decoder. What it prints is read by scripts: keep it as it is. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { deviceModel, deviceModelNames } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import type { Decoded, DecoderOptions } from '#devices/decoder.ts';
import { shortUuid } from '#devices/gatt.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { LineSplitter, parseHexLine } from './hex-lines.ts';

export function decodeCommand(): Command {
  return new Command('decode')
    .description('decode bytes of a device: each line of standard input is hex, each gives one line of JSON')
    .requiredOption('--device <model>', `one of: ${deviceModelNames.join(', ')}`)
    .option('--characteristic <uuid>', 'of a Bluetooth device: where the bytes come from, as 2A35')
    .option('--quirk <profile>', 'of a Bluetooth device: how it breaks the standard, as beurer-bm85')
    .addHelpText(
      'after',
      `
Each line gives {"readings":[…],"refusals":[…]}, straight from the decoder. State is kept between lines, so a frame may
be split over several. A value the device marks as missing or invalid is absent. For Bluetooth devices a line is one
notification, for hl7-oru one whole message (with or without its MLLP block); a line of text needs no line end.
`,
    )
    .action(async ({ device, ...options }: { readonly device: string } & DecoderOptions) => {
      const model = deviceModel(device);
      const fitting = model
        ? fittingOptions(model, options)
        : refuse('not-found', `There is no device "${device}". Known are ${deviceModelNames.join(', ')}.`);
      if (!model || !fitting.ok) {
        if (!fitting.ok) console.error(fitting.refusal.message);
        process.exitCode = 1;
        return;
      }
      // Whoever reads the output may have seen enough (`| head`): that is an end, not a fault.
      process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
      await decodeLines(model, process.stdin, process.stdout, fitting.value);
    });
}

/** An option that the device does not have would be ignored by its decoder: better said. */
export function fittingOptions(model: DeviceModel, options: DecoderOptions): Result<DecoderOptions> {
  const { characteristic, quirk } = options;
  const characteristics = [...(model.ble?.notify ?? []), ...(model.ble?.feature ? [model.ble.feature] : [])];
  const quirks = model.ble?.quirks ?? [];
  // The profile's name, or the device's.
  const profile = quirks.find(({ name, deviceName }) => quirk === name || deviceName.test(quirk ?? ''))?.name;
  const known = (names: readonly string[]): string =>
    names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  if (characteristic !== undefined && !characteristics.includes(shortUuid(characteristic)))
    return refuse('malformed', `${model.name} has no characteristic "${characteristic}": ${known(characteristics)}.`);
  if (quirk !== undefined && profile === undefined)
    return refuse(
      'malformed',
      `${model.name} has no quirk profile "${quirk}": ${known(quirks.map(({ name }) => name))}.`,
    );
  return accept({ ...options, ...(profile !== undefined && { quirk: profile }) });
}

export async function decodeLines(
  model: DeviceModel,
  input: Readable,
  output: Writable,
  options: DecoderOptions = {},
): Promise<void> {
  const splitter = new LineSplitter();
  const decode = lineDecoder(model, options);
  const print = async (lines: readonly (string | undefined)[]): Promise<void> => {
    const text = lines.map((line) => `${JSON.stringify(decode(line))}\n`).join('');
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  // Latin-1 has a character for every byte: whatever comes in, nothing is lost or merged before it is refused.
  for await (const chunk of input.setEncoding('latin1')) await print(splitter.push(String(chunk)));
  await print(splitter.end());
}

function lineDecoder(model: DeviceModel, options: DecoderOptions): (line: string | undefined) => Decoded {
  const decoder = model.createDecoder(options);
  return (line) => {
    if (line === undefined) return refused('length', 'The line is too long: at most 16 MiB.');
    const bytes = parseHexLine(line);
    if (!bytes.ok) return refused('framing', bytes.refusal.message);
    const { readings, refusals, features } = decoder.push(bytes.value);
    const flushed = decoder.flush?.() ?? { readings: [], refusals: [] };
    return {
      readings: [...readings, ...flushed.readings],
      refusals: [...refusals, ...flushed.refusals],
      ...(features && { features }),
    };
  };
}

const refused = (code: 'length' | 'framing', message: string): Decoded => ({
  readings: [],
  refusals: [{ code, message }],
});
