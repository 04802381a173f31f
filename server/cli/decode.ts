/** `vigil decode`: bytes in hex, a line at a time, through a device's decoder. What it prints is read by scripts: keep it as it is. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { deviceModel, deviceModelNames } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import type { Decoded } from '#devices/decoder.ts';
import { LineSplitter, parseHexLine } from './hex-lines.ts';

export function decodeCommand(): Command {
  return new Command('decode')
    .description('decode bytes of a device: each line of standard input is hex, each gives one line of JSON')
    .requiredOption('--device <model>', `one of: ${deviceModelNames.join(', ')}`)
    .addHelpText(
      'after',
      `
Each line gives {"readings":[…],"refusals":[…]}, straight from the decoder. State is kept between lines, so a frame may
be split over several. A value the device marks as missing or invalid is absent.
`,
    )
    .action(async ({ device }: { readonly device: string }) => {
      const model = deviceModel(device);
      if (!model) {
        console.error(`There is no device "${device}". Known are ${deviceModelNames.join(', ')}.`);
        process.exitCode = 1;
        return;
      }
      // Whoever reads the output may have seen enough (`| head`): that is an end, not a fault.
      process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
      await decodeLines(model, process.stdin, process.stdout);
    });
}

export async function decodeLines(model: DeviceModel, input: Readable, output: Writable): Promise<void> {
  const splitter = new LineSplitter();
  const decode = lineDecoder(model);
  const print = async (lines: readonly (string | undefined)[]): Promise<void> => {
    const text = lines.map((line) => `${JSON.stringify(decode(line))}\n`).join('');
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  // Latin-1 has a character for every byte: whatever comes in, nothing is lost or merged before it is refused.
  for await (const chunk of input.setEncoding('latin1')) await print(splitter.push(String(chunk)));
  await print(splitter.end());
}

function lineDecoder(model: DeviceModel): (line: string | undefined) => Decoded {
  const decoder = model.createDecoder();
  return (line) => {
    if (line === undefined) return refused('length', 'The line is too long: at most 16 MiB.');
    const bytes = parseHexLine(line);
    return bytes.ok ? decoder.push(bytes.value) : refused('framing', bytes.refusal.message);
  };
}

const refused = (code: 'length' | 'framing', message: string): Decoded => ({
  readings: [],
  refusals: [{ code, message }],
});
