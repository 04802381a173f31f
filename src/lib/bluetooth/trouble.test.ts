import { describe, expect, test } from 'vitest';
import { deviceTable } from '#devices/device-table.ts';
import { plainName, wireIdOf } from './known-devices.ts';
import { longUuid, modelWith, requestOptions } from './profiles.ts';
import { chooserTrouble, connectTrouble, whyNoBluetooth } from './trouble.ts';

const there = { getAvailability: () => Promise.resolve(true) };
const off = { getAvailability: () => Promise.resolve(false) };

describe('why not', () => {
  test.each([
    ['an unsafe address', { isSecure: false, bluetooth: undefined }, /https/],
    ['a browser without it', { isSecure: true, bluetooth: undefined }, /use Chrome on Android, ChromeOS, Windows/],
    ['Bluetooth that is off', { isSecure: true, bluetooth: off }, /Bluetooth is off/],
  ])('DV-208 %s is said with the way out', async (_, seen, sentence) => {
    expect((await whyNoBluetooth(seen))?.message).toMatch(sentence);
  });
  test('DV-208 nothing stands in the way', async () => {
    expect(await whyNoBluetooth({ isSecure: true, bluetooth: there })).toBeNull();
  });

  test.each([
    ['NotFoundError', 'Bluetooth adapter not available.', /Bluetooth is off/],
    ['NotFoundError', 'User denied the browser permission to scan for Bluetooth devices.', /allow it/],
    ['SecurityError', 'Access to the feature is disallowed.', /allow it/],
    ['NotAllowedError', '', /allow it/],
    ['InvalidStateError', 'The document is not active.', /could not look for devices: The document/],
  ])('DV-208 %s “%s” of the chooser is a sentence', (name, message, sentence) => {
    expect(chooserTrouble(new DOMException(message, name))?.message).toMatch(sentence);
  });
  test('DV-208 a chooser that was closed says nothing', () => {
    expect(chooserTrouble(new DOMException('User cancelled the requestDevice() chooser.', 'NotFoundError'))).toBeNull();
  });
  test('DV-208 a reason fits the wire', () => {
    expect(connectTrouble(new DOMException('Bluetooth Device is no longer in range.', 'NetworkError'))).toBe(
      'out of reach',
    );
    expect(connectTrouble(new Error(`a\nb${'x'.repeat(200)}`))).toHaveLength(100);
  });
});

describe('DV-200 what is asked for', () => {
  test.each(['oximeter', 'cuff'] as const)('DV-200 every Bluetooth %s of the table, and nothing else', (kind) => {
    const services = deviceTable.filter((model) => model.kind === kind && model.ble).map(({ ble }) => ble!.service);
    const options = requestOptions(kind);
    if (!('filters' in options)) throw new Error('filters are missing');
    expect(options.filters.flatMap((filter) => filter.services).toSorted()).toEqual(services.map(longUuid).toSorted());
    expect(options.optionalServices).toEqual(['180f', '180a'].map(longUuid));
    for (const service of services) expect(modelWith([longUuid(service)], kind)?.kind).toBe(kind);
  });
});

describe('DV-203 a device of a tablet', () => {
  test('DV-203 has the same id each time, another on another screen, and one the wire takes', async () => {
    const id = await wireIdOf('screen-1', '+RPzz9FoI601GiOrwnnkeg==');
    expect(id).toMatch(/^[A-Za-z0-9._:@+-]{1,80}$/);
    expect(await wireIdOf('screen-1', '+RPzz9FoI601GiOrwnnkeg==')).toBe(id);
    expect(await wireIdOf('screen-2', '+RPzz9FoI601GiOrwnnkeg==')).not.toBe(id);
    expect(await wireIdOf('screen-1', '8mwrXYbLXf1TudEzXBvWWg==')).not.toBe(id);
  });
  test('DV-203 its name is one line, or none', () => {
    expect(plainName(' Nonin\u0000\n3230 ')).toBe('Nonin 3230');
    expect([plainName(undefined), plainName('  ')]).toEqual([undefined, undefined]);
  });
});
