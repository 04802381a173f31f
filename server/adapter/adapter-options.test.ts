import { describe, expect, test } from 'vitest';
import { parseAdapterArguments } from './adapter-options.ts';

const good = { server: 'http://127.0.0.1:4400', id: 'box-1', device: ['ox-1=nonin-df2@tcp:10.0.0.7:4001'], speed: '1' };
const said = (given: Partial<typeof good>): string => {
  const parsed = parseAdapterArguments({ ...good, ...given }, 'vigil 0');
  return parsed.ok ? 'taken' : parsed.refusal.message;
};

describe('options of the adapter', () => {
  test('DV-58 name the server, the adapter and each device with its line', () => {
    const device = ['ox-1=nonin-df2@tcp:10.0.0.7:4001', 'cuff-1=suntech@serial:/dev/ttyUSB0'];
    expect(parseAdapterArguments({ ...good, device, emulated: true, speed: '20' }, 'vigil 0')).toMatchObject({
      ok: true,
      value: {
        serverUrl: 'http://127.0.0.1:4400',
        adapterId: 'box-1',
        emulated: true,
        speed: 20,
        devices: [
          { deviceId: 'ox-1', model: { name: 'nonin-df2' }, address: { kind: 'tcp', host: '10.0.0.7', port: 4001 } },
          { deviceId: 'cuff-1', model: { name: 'suntech' }, address: { kind: 'serial', path: '/dev/ttyUSB0' } },
        ],
      },
    });
  });

  test.each([
    [{ server: 'nowhere' }, '--server nowhere:'],
    [{ server: 'ftp://host' }, '--server ftp://host:'],
    [{ server: 'http://host/path' }, '--server http://host/path:'],
    [{ device: ['ox-1'] }, '--device ox-1: write it as'],
    [{ device: ['ox-1=pulsy@tcp:h:1'] }, 'there is no device "pulsy"; known are nonin-df2, suntech'],
    [{ device: ['ox-1=nonin-df2@tcp:h'] }, '"tcp:h" is no address of a device'],
    [{ device: ['ö=nonin-df2@tcp:h:1'] }, '"ö" is no device id'],
    [{ device: ['=nonin-df2@tcp:h:1'] }, '"" is no device id'],
    [{ device: ['a=suntech@tcp:h:1', 'a=suntech@tcp:h:2'] }, '"a" is given twice'],
    [{ device: ['a=ble-plx@ble:Foo', 'b=ble-plx@ble: FOO '] }, '"a" is already there'],
    [{ device: ['a=hl7-oru@mllp:6661', 'b=hl7-oru@mllp:0.0.0.0:6661'] }, '"a" is already there'],
    [{ device: ['a=suntech@serial:/dev/ttyS0', 'b=nonin-df2@serial:/dev/ttyS0'] }, '"a" is already there'],
    [{ device: ['a=hl7-oru@tcp:h:1'] }, 'hl7-oru has no tcp link, only mllp'],
    [{ device: ['a=nonin-df2@ble:Foo'] }, 'nonin-df2 has no ble link, only serial, tcp'],
    [{ device: [] }, 'Name a device'],
    [{ speed: '0' }, '--speed 0: give a number above 0'],
    [{ speed: 'fast' }, '--speed fast:'],
    [{ speed: ' ' }, '--speed  :'],
    [{ id: 'a b' }, '--id a b: give a name'],
  ])('DV-58 %o is refused by name', (given, sentence) => {
    expect(said(given)).toContain(sentence);
  });

  test.each([
    ['data/spool', 'data/spool'],
    [false, undefined],
    [undefined, undefined],
  ] as const)('DV-250 --spool %o keeps what is unanswered in %o', (spool, folder) => {
    const parsed = parseAdapterArguments({ ...good, ...(spool !== undefined && { spool }) }, 'vigil 0');
    expect(parsed.ok && parsed.value.spoolFolder).toBe(folder);
  });

  test('DV-272 a key on the command line is refused and not repeated: the list of processes shows it to everybody', () => {
    const parsed = parseAdapterArguments({ ...good, key: 'vk_secret' }, 'vigil 0');
    expect(parsed).toMatchObject({ refusal: { message: expect.stringContaining('give --key-file FILE') } });
    expect(JSON.stringify(parsed)).not.toContain('vk_secret');
  });

  test('DV-250 an empty folder is refused by name', () => {
    const parsed = parseAdapterArguments({ ...good, spool: ' ' }, 'vigil 0');
    expect(parsed).toMatchObject({ refusal: { message: '--spool  : give a folder, or --no-spool.' } });
  });
});
