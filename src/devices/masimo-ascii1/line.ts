/**
 * One line of Masimo ASCII-1 (Rad-8, Radical-7): `MM/DD/YY HH:MM:SS SN=… SPO2=098% BPM=097 PI=03.60% … ALARM=hhhh EXC=hhhhhh`.
 * Which fields there are and how wide the hex is differs by model. There is no checksum: a line counts only with all of
 * SPO2, BPM and EXC, each once, and a number only in the form the device prints.
 */
import type { Cause } from '#core/reading.ts';
import type { Decoded, DecodedReading } from '../decoder.ts';
import { Fields } from '../fields.ts';
import type { FieldName } from '../fields.ts';
import { utcInstant } from '../utc.ts';

/**
 * Exceptions. The device goes on printing its last numbers while a sensor is off or gone, so these bits, not the numbers,
 * say whether there is a patient: a published Radical-7 line with "sensor off" reads 98 % and 240, and gives no value here.
 */
const EXCEPTIONS: readonly (readonly [bit: number, effect: 'absent' | 'doubt', cause: Cause])[] = [
  [0x001, 'absent', 'sensor-disconnected'],
  [0x002, 'absent', 'sensor-fault'],
  [0x004, 'doubt', 'low-perfusion'],
  [0x008, 'absent', 'searching'],
  [0x010, 'doubt', 'interference'],
  [0x020, 'absent', 'probe-off'],
  // Ambient light.
  [0x040, 'doubt', 'interference'],
  // Not a sensor the device knows.
  [0x080, 'absent', 'sensor-fault'],
  [0x400, 'doubt', 'poor-signal'],
];

const NEEDED = ['SPO2', 'BPM', 'EXC'] as const;
const TIME = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d(?: |$)/;
const EXC = /^[0-9A-F]{3,16}$/i;
/** `---`, `--.-%`, `+--`: no value. */
const DASHES = /^[+-]?-+(\.-+)?%?$/;
/** Three digits, or fewer without a zero in front: `09` is `098` that lost a byte. */
const WHOLE = /^(\d{3}|[1-9]\d?)%?$/;
const PERFUSION = /^\d{1,2}\.\d{1,2}%?$/;

/** What stands after `KEY=`, up to a blank. Undefined = there is no such key; 'twice' = there are two. */
function valueOf(line: string, key: string): string | undefined {
  const start = at(line, key, 0);
  if (start < 0) return undefined;
  const from = start + key.length + 1;
  const to = line.indexOf(' ', from);
  return at(line, key, from) >= 0 ? TWICE : line.slice(from, to < 0 ? undefined : to);
}

/** No value that a device prints. */
const TWICE = '\0';

/** Where the key stands as a word of its own: `SPO2=` is not found in `XSPO2=`. */
function at(line: string, key: string, from: number): number {
  const found = line.indexOf(`${key}=`, from);
  return found <= 0 || line.charAt(found - 1) === ' ' ? found : at(line, key, found + 1);
}

/** Whether everything a reading needs stands in it. */
export const isWholeLine = (line: string): boolean =>
  NEEDED.every((key) => valueOf(line, key) !== undefined) && EXC.test(valueOf(line, 'EXC') ?? '');

export function readLine(line: string): Decoded {
  const [spo2, bpm, exc] = NEEDED.map((key) => valueOf(line, key));
  if (spo2 === undefined || bpm === undefined || exc === undefined) {
    const lacking = NEEDED.filter((key) => valueOf(line, key) === undefined);
    return refusedLine(`A line without ${lacking.join(', ')}`, line);
  }
  if ([spo2, bpm, exc].includes(TWICE)) return refusedLine('Two lines ran into one', line);
  if (!EXC.test(exc)) return refusedLine('Its exceptions are not hex, so nobody knows whether the sensor is on', line);

  const fields = new Fields();
  // The last three digits hold all bits that are known.
  const bits = Number.parseInt(exc.slice(-3), 16);
  let absent = false;
  for (const [bit, effect, cause] of EXCEPTIONS) {
    if ((bits & bit) === 0) continue;
    fields.doubt(cause);
    absent ||= effect === 'absent';
  }
  if (!absent) {
    takeText(fields, 'spo2Pct', spo2, WHOLE);
    takeText(fields, 'pulseBpm', bpm, WHOLE);
    takePerfusion(fields, valueOf(line, 'PI') ?? '');
  }
  const deviceAt = timeOf(line);
  const reading: DecodedReading = { ...fields.reading(), ...(deviceAt === undefined ? {} : { deviceAt }) };
  return { readings: [reading], refusals: fields.refusals };
}

function takeText(fields: Fields, name: FieldName, text: string, form: RegExp): void {
  if (DASHES.test(text) || /^0+%?$/.test(text)) fields.take(name, 'no-value');
  else if (form.test(text)) fields.take(name, Number.parseFloat(text));
  else fields.refuse(`${name} is no number: ${JSON.stringify(text.slice(0, 20))}.`);
}

/** Not every model sends one, and it is dashed while it settles: neither is worth a cause. */
function takePerfusion(fields: Fields, text: string): void {
  if (text !== '' && !DASHES.test(text)) takeText(fields, 'perfusionIndexPct', text, PERFUSION);
}

/** The year has two digits: 2000 to 2099. */
function timeOf(line: string): number | undefined {
  if (!TIME.test(line)) return undefined;
  const two = (from: number): number => Number(line.slice(from, from + 2));
  return utcInstant({
    year: 2000 + two(6),
    month: two(0),
    day: two(3),
    hours: two(9),
    minutes: two(12),
    seconds: two(15),
  });
}

function refusedLine(why: string, line: string): Decoded {
  const shown = JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}…` : line);
  return { readings: [], refusals: [{ code: 'framing', message: `${why}: ${shown}.` }] };
}
