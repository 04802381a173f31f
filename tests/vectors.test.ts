/**
 * Published and recorded frames kept beside the repository, where they are: each decodes to what its entry expects. The
 * facts that matter stand in the decoders' own tests too, so that nothing rests on this folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, bytesOfText } from '#devices/bytes.ts';
import { crc8Poly07 } from '#devices/crc8.ts';
import type { Decoded, DecodedReading } from '#devices/decoder.ts';
import { deviceModel, mayTransmit, quirkOf } from '#devices/device-table.ts';
import { floatOf, sfloatOf } from '#devices/ieee11073/sfloat.ts';
import { hl7Time } from '#devices/hl7-oru/time.ts';
import { RANGES, type FieldName } from '#devices/fields.ts';

const FOLDER = '../shared/vectors';
const isThere = existsSync(FOLDER);
const onlyIfThere = isThere ? '' : ` (skipped: there is no folder ${FOLDER})`;

interface Vector {
  readonly hex?: string;
  readonly text?: string;
  readonly kind?: string;
  readonly type?: string;
  readonly endian?: string;
  readonly characteristic?: string;
  readonly real_device?: string;
  readonly quirk?: string;
  readonly protocol?: string;
  readonly tx?: string;
  readonly rx?: string;
  readonly expected: Record<string, unknown>;
}
const vectors = (name: string): Vector[] =>
  isThere ? (JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as Vector[]) : [];

const decode = (device: string, bytes: Uint8Array, { characteristic, real_device }: Partial<Vector> = {}) => {
  const model = deviceModel(device)!;
  const quirk = quirkOf(model, real_device ?? '');
  return model.createDecoder({ ...(characteristic && { characteristic }), ...(quirk && { quirk }) }).push(bytes);
};
/** A number no patient has is absent: that is the decoders' one difference from the vectors (ble-bps/decoder.ts). */
const plausible = (name: FieldName, value: unknown): number | undefined => {
  const [low, high] = RANGES[name];
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
};
const instant = (text: unknown): number | undefined => {
  const at = typeof text === 'string' ? Date.parse(`${text}Z`) : NaN;
  const isDate = at >= 0 && new Date(at).toISOString().startsWith(String(text));
  return isDate ? at : undefined;
};
const numbersOf = ({ quality: _, causes: __, failure: ___, measure: ____, ageMs: _____, ...numbers }: DecodedReading) =>
  numbers;
const defined = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

describe('DV-139 the vectors decode as expected', () => {
  test.skipIf(!isThere)(`all files are there${onlyIfThere}`, () => {
    for (const name of ['ieee11073_float', 'ble_bpm', 'ble_plx', 'masimo_ascii1', 'hl7_oru'])
      expect(vectors(name)).not.toEqual([]);
  });

  test.each(vectors('ieee11073_float'))('$type $hex', ({ hex = '', type, endian, expected }) => {
    const view = new DataView(bytesOfHex(hex).buffer);
    const little = endian === 'LE';
    const value = type === 'SFLOAT' ? sfloatOf(view.getUint16(0, little)) : floatOf(view.getUint32(0, little));
    expect(value).toBe(expected['value']);
  });

  test.each(vectors('ble_bpm'))('cuff, $characteristic $hex', (vector) => {
    const { expected, hex = '', characteristic } = vector;
    const decoded = decode('ble-bps', bytesOfHex(hex), vector);
    if (characteristic === '2A49') return expect(decoded.features).toEqual(expected['supported']);
    const [reading] = decoded.readings;
    expect(decoded.readings).toHaveLength(1);
    const [systolicMmHg, diastolicMmHg] = [
      plausible('systolicMmHg', expected['systolic']),
      plausible('diastolicMmHg', expected['diastolic']),
    ];
    expect(numbersOf(reading!)).toEqual(
      defined({
        systolicMmHg,
        diastolicMmHg,
        meanMmHg: plausible('meanMmHg', expected['map']),
        pulseBpm: plausible('pulseBpm', expected['pulseRate']),
        deviceAt: instant(expected['timestamp']),
      }),
    );
    const status = (expected['status'] ?? {}) as Record<string, unknown>;
    const said = reading!.causes.filter((cause) => !['no-value', 'implausible'].includes(cause));
    expect(new Set(said)).toEqual(
      new Set([
        ...(status['bodyMovement'] ? ['motion'] : []),
        ...(status['cuffTooLoose'] ? ['cuff-too-loose'] : []),
        ...(status['irregularPulse'] ? ['irregular-pulse'] : []),
        ...(status['improperPosition'] ? ['improper-position'] : []),
        ...((status['pulseRateRange'] ?? 'within') === 'within' ? [] : ['pulse-out-of-range']),
      ]),
    );
  });

  test.each(vectors('ble_plx'))('oximeter, $characteristic $hex', (vector) => {
    const { expected, hex = '', characteristic } = vector;
    const decoded = decode('ble-plx', bytesOfHex(hex), vector);
    if (characteristic === '2A60') return expect(decoded.features).toEqual(expected['features']);
    if (expected['error'] !== undefined) {
      expect(decoded.readings).toEqual([]);
      return expect(decoded.refusals).toMatchObject([{ code: 'length' }]);
    }
    expect(decoded.readings.map(numbersOf)).toEqual([
      defined({
        spo2Pct: expected['spo2'],
        pulseBpm: expected['pulseRate'],
        perfusionIndexPct: expected['pulseAmplitudeIndex'],
        deviceAt: expected['deviceClockNotSet'] ? undefined : instant(expected['timestamp']),
      }),
    ]);
  });

  test.each(vectors('masimo_ascii1'))('Masimo $text', ({ text = '', expected }) => {
    const { readings } = decode('masimo-ascii1', bytesOfText(`${text}\r\n`));
    const { deviceAt: _, ...numbers } = numbersOf(readings[0]!);
    // The vector gives the numbers as printed; with the sensor off there are none (masimo-ascii1/line.ts).
    const isOff = (expected['exc'] as string[]).includes('sensorOff');
    expect(numbers).toEqual(
      isOff ? {} : { spo2Pct: expected['spo2'], pulseBpm: expected['pulseRate'], perfusionIndexPct: expected['pi'] },
    );
  });

  const hl7 = vectors('hl7_oru');
  test.each(hl7.filter(({ kind }) => kind === undefined))('HL7 $text', ({ text = '', expected }) => {
    const { readings } = decode('hl7-oru', bytesOfText(text.replaceAll(/[^\0-\xff]/g, '?')));
    const of = (measure: string) => readings.find((reading) => reading.measure === measure) ?? {};
    const [systolicMmHg, diastolicMmHg, meanMmHg] = (expected['nibp'] ?? []) as (number | null)[];
    const isCuffs = expected['spo2'] === undefined;
    expect(of('oximetry')).toMatchObject(
      defined({
        spo2Pct: expected['spo2'],
        pulseBpm: isCuffs ? undefined : (expected['pulseRate'] ?? expected['heartRate']),
        respiratoryRatePerMin: expected['respRate'],
      }),
    );
    expect(of('nibp')).toMatchObject(
      defined({
        systolicMmHg,
        diastolicMmHg,
        meanMmHg: meanMmHg ?? undefined,
        pulseBpm: isCuffs ? expected['pulseRate'] : undefined,
      }),
    );
    if ((expected['numerics'] as unknown[]).length === 0) expect(readings).toEqual([]);
  });

  test.each(hl7.filter(({ kind }) => kind === 'timestamp'))('HL7 time "$text"', ({ text = '', expected }) => {
    const said: unknown = expected;
    const at = typeof said === 'string' ? Date.parse(said.replace(' (no zone)', 'Z')) : undefined;
    expect(hl7Time(text)).toBe(at);
  });

  test.each(hl7.filter(({ kind }) => kind === 'mllp'))('MLLP blocks $hex', ({ hex = '', expected }) => {
    // Neither block is an ORU^R01: each is refused, by itself.
    expect(decode('hl7-oru', bytesOfHex(hex)).refusals).toHaveLength((expected['frames'] as unknown[]).length);
  });

  const oximetry = ({ spo2, pulseRate, pi }: Record<string, unknown>) =>
    defined({ spo2Pct: plausible('spo2Pct', spo2), pulseBpm: plausible('pulseBpm', pulseRate), perfusionIndexPct: pi });
  const samplesIn = ({ pleth = [] }: Decoded) => pleth.flatMap(({ samples }) => samples);

  test.each(vectors('bci_5byte'))('5 bytes, $hex', ({ hex = '', expected }) => {
    const decoded = decode('cms50', bytesOfHex(hex));
    const frames = (expected['frames'] as Record<string, unknown>[] | undefined) ?? [expected];
    expect(decoded.readings.map(numbersOf)).toEqual(frames.map(oximetry));
    if (expected['pleth'] !== undefined) expect(samplesIn(decoded)).toEqual([expected['pleth']]);
  });

  const cms50 = vectors('cms50_serial');
  const of = (protocol: string) => cms50.filter((vector) => vector.protocol?.startsWith(protocol));
  // Values of another time are no readings (cms50/decoder.ts).
  test.each(of('cms50-old-stored'))('CMS50, stored $hex: no reading', ({ hex = '' }) => {
    expect(decode('cms50', bytesOfHex(hex)).readings).toEqual([]);
  });
  test.each(of('cms50-new-9byte'))('newer CMS50, $hex', ({ hex = '', expected }) => {
    const decoded = decode('cms50-new', bytesOfHex(hex));
    expect(decoded.readings.map(numbersOf)).toEqual([oximetry(expected)]);
    expect(samplesIn(decoded)).toEqual([expected['pleth']]);
  });
  test.each(of('cms50-new-command'))('newer CMS50, told to $expected.meaning', ({ tx = '', rx = '', expected }) => {
    expect(decode('cms50-new', bytesOfHex(rx))).toEqual({ readings: [], refusals: [] });
    const isStart = String(expected['meaning']).startsWith('start');
    expect(mayTransmit(deviceModel('cms50-new')!, [...bytesOfHex(tx)])).toBe(isStart);
  });

  test.each(vectors('viatom_pc60fw'))('PC-60FW, $hex', ({ hex = '', expected }) => {
    const { readings, refusals } = decode('pc-60fw', bytesOfHex(hex));
    expect(readings.map(numbersOf)).toEqual(expected['type'] === 'status' ? [] : [oximetry(expected)]);
    expect(refusals).toEqual([]);
  });

  const viatom = vectors('viatom_lepu').filter(({ expected }) => expected['crc8'] !== undefined);
  test.each(viatom)('checksum of Viatom, $hex', ({ hex = '', expected }) => {
    const bytes = bytesOfHex(hex);
    expect(crc8Poly07(expected['family'] === undefined ? bytes : bytes.subarray(0, -1))).toBe(expected['crc8']);
  });
  // Its own commands and the newer rings' frames are no replies; of the commands, one alone may be sent.
  test.each(viatom.filter(({ expected }) => expected['family'] !== undefined))(
    'O2Ring, $hex',
    ({ hex = '', expected }) => {
      expect(decode('o2ring', bytesOfHex(hex)).readings).toEqual([]);
      expect(mayTransmit(deviceModel('o2ring')!, [...bytesOfHex(hex)])).toBe(expected['cmd'] === 0x17);
    },
  );

  const nonin = vectors('nonin').filter(({ protocol }) => protocol?.startsWith('Nonin data format 2 ('));
  test.each(nonin)('Nonin, $protocol', ({ hex = '', expected }) => {
    const { readings } = decode('nonin-df2', bytesOfHex(hex));
    expect(readings).toMatchObject([{ spo2Pct: expected['spo2'], pulseBpm: expected['hr'] }]);
  });

  test.each(vectors('suntech_nibp'))('SunTech, $hex', ({ hex = '', expected }) => {
    const { readings, refusals } = decode('suntech', bytesOfHex(hex));
    const { cuffPressure, error, request } = expected;
    expect(readings).toMatchObject(cuffPressure === undefined ? [] : [{ cuffPressureMmHg: cuffPressure }]);
    if (error !== undefined) expect(refusals).toMatchObject([{ code: 'length' }]);
    if (request === 'START_BP') expect(mayTransmit(deviceModel('suntech')!, [...bytesOfHex(hex)])).toBe(false);
  });
});
