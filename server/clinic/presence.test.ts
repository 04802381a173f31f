import { describe, expect, it } from 'vitest';
import { Presence } from './presence.ts';

const oximeter = { deviceId: 'ox', model: 'nonin-df2', emulated: false };
const cuff = { deviceId: 'cuff', model: 'suntech', emulated: false };

describe('which adapters are here', () => {
  it('WS-37 a device’s link is up while the adapter that feeds it is here; each device has its own', () => {
    const presence = new Presence();
    expect(presence.link('ox')).toBeUndefined();
    presence.connected('a', 'socket-1');
    presence.announce('a', [oximeter], 0);
    expect(presence.link('ox')).toEqual({ connected: true, adapterId: 'a' });
    expect(presence.link('cuff')).toBeUndefined();
    presence.connected('b', 'socket-2');
    presence.announce('b', [cuff], 0);
    presence.lost('b', 'socket-2');
    expect(presence.link('cuff')).toEqual({ connected: false, adapterId: 'b' });
    expect(presence.link('ox')).toEqual({ connected: true, adapterId: 'a' });
    presence.connected('b', 'socket-3');
    expect(presence.link('cuff')).toEqual({ connected: true, adapterId: 'b' });
  });

  it('DV-256 why a device is not connected is said in words', () => {
    const presence = new Presence();
    expect(presence.whyNot('ox')).toBe('no adapter feeds it');
    presence.announce('a', [oximeter], 0);
    expect(presence.whyNot('ox')).toBe('adapter a is not connected');
    presence.connected('a', 's');
    expect(presence.whyNot('ox')).toBeUndefined();
    presence.deviceLink('a', 'ox', false, 'nothing listens there');
    expect(presence.whyNot('ox')).toBe('nothing listens there');
    presence.deviceLink('a', 'ox', false);
    expect(presence.whyNot('ox')).toBe('its line is down');
    presence.deviceLink('a', 'ox', true);
    expect(presence.whyNot('ox')).toBeUndefined();
  });

  it('WS-38 what was measured since another adapter took the device over is taken from that one only', () => {
    const presence = new Presence();
    presence.announce('a', [oximeter], 1_000);
    presence.announce('a', [oximeter], 2_000);
    expect(presence.isTakenFrom('a', 'ox', 5_000)).toBe(false);
    presence.announce('b', [oximeter], 4_000);
    expect([3_999, 4_000].map((at) => presence.isTakenFrom('a', 'ox', at))).toEqual([false, true]);
    expect([3_999, 4_000].map((at) => presence.isTakenFrom('b', 'ox', at))).toEqual([false, false]);
    presence.announce('a', [oximeter], 9_000);
    expect([8_999, 9_000].map((at) => presence.isTakenFrom('b', 'ox', at))).toEqual([false, true]);
    expect(presence.isTakenFrom('a', 'cuff', 0)).toBe(false);
  });

  it('WS-37 an adapter that came back is not lost when its old socket ends', () => {
    const presence = new Presence();
    presence.connected('a', 'old');
    presence.announce('a', [oximeter], 0);
    presence.connected('a', 'new');
    expect(presence.lost('a', 'old')).toBe(false);
    expect(presence.isConnected('ox')).toBe(true);
    expect(presence.lost('a', 'new')).toBe(true);
    expect(presence.isConnected('ox')).toBe(false);
  });

  it('WS-37 a device is connected while its adapter is here and has its line', () => {
    const presence = new Presence();
    presence.announce('a', [oximeter], 0);
    expect(presence.isConnected('ox')).toBe(false);
    presence.connected('a', 's');
    expect(presence.isConnected('ox')).toBe(true);
    expect(presence.deviceLink('another', 'ox', false)).toBe(false);
    expect(presence.isConnected('ox')).toBe(true);
    expect(presence.deviceLink('a', 'ox', false)).toBe(true);
    expect(presence.isConnected('ox')).toBe(false);
    presence.deviceLink('a', 'ox', true);
    expect(presence.isConnected('ox')).toBe(true);
  });

  it('WS-72 what an adapter leaves out of its newest announcement it feeds no more', () => {
    const presence = new Presence();
    presence.connected('a', 's');
    presence.announce('a', [oximeter, cuff], 0);
    presence.announce('a', [oximeter], 1);
    expect(presence.devicesOf('a')).toEqual(['ox']);
    expect(presence.isConnected('cuff')).toBe(false);
    expect(presence.link('cuff')).toEqual({ connected: false, adapterId: 'a' });
    presence.announce('a', [], 2);
    expect(presence.link('ox')).toEqual({ connected: false, adapterId: 'a' });
  });

  it('WS-71 who announced a device once may send its readings, also after another took it over', () => {
    const presence = new Presence();
    presence.expect('a', { ...oximeter, model: 'nonin-df2', kind: 'oximeter', label: '' });
    expect(presence.hasAnnounced('a', 'ox')).toBe(false);
    presence.announce('a', [oximeter], 0);
    presence.announce('b', [oximeter], 1);
    presence.announce('a', [], 2);
    expect(['a', 'b', 'c'].map((adapterId) => presence.hasAnnounced(adapterId, 'ox'))).toEqual([true, true, false]);
    expect(['a', 'b', 'c'].map((adapterId) => presence.isKnown(adapterId))).toEqual([true, true, false]);
    expect(presence.devicesOf('b')).toEqual(['ox']);
  });

  it('WS-35 of unknown devices only the newest are remembered', () => {
    const presence = new Presence();
    for (let i = 0; i < 80; i += 1) presence.announce(`a-${i}`, [{ ...oximeter, deviceId: `stray-${i}` }], i);
    presence.announce('a', [cuff], 80);
    presence.forgetUnknown((deviceId) => deviceId === 'cuff');
    const left = presence.unknown.map(({ deviceId }) => deviceId);
    expect(left).toHaveLength(51);
    expect(left).toContain('stray-79');
    expect(left).not.toContain('stray-29');
    expect(left).toContain('cuff');
  });
});
