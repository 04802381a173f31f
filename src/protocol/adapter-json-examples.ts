/** Examples of the adapter protocol's JSON Schema; each is valid (adapter-json-schema.test.ts). */
const EPOCH = '0b7ac7d2-6f5e-4a0e-9c64-3f1f6d6f2f11';

const oximetry = {
  kind: 'oximetry',
  deviceId: 'ox-1',
  epoch: EPOCH,
  seq: 1,
  measuredAt: 1_772_459_999_000,
  spo2Pct: 97,
  pulseBpm: 72,
  quality: 'good',
  causes: [],
};
const { spo2Pct: _saturation, pulseBpm: _pulse, ...nothing } = oximetry;
const probeOff = { ...nothing, seq: 2, quality: 'none', causes: ['probe-off'] };
const ofCuff = { deviceId: 'cuff-1', epoch: 'c3a1', measuredAt: 1_772_459_999_000, causes: [] };
const nibp = {
  kind: 'nibp',
  ...ofCuff,
  seq: 2,
  systolicMmHg: 122,
  diastolicMmHg: 76,
  meanMmHg: 91,
  pulseBpm: 68,
  quality: 'good',
};

/** By the name of a definition. */
export const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  handshake: [
    {
      protocol: '1.2',
      adapterId: 'box-1',
      software: 'my-adapter 1.0',
      key: 'vk_this-is-an-example-key-and-not-a-real-one-0',
    },
  ],
  'adapter:announce': [{ devices: [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: false }] }],
  'adapter:announce answer': [
    { ok: true, data: { devices: [{ deviceId: 'ox-1', known: true, chairName: 'Chair 1' }] } },
  ],
  'device:link': [{ deviceId: 'ox-1', connected: false, reason: 'silent for 5 s' }],
  'device:status': [{ deviceId: 'ox-1', name: 'Nonin3230_50', firmware: '1.07', batteryPct: 80 }],
  'cuff:start': [{ deviceId: 'cuff-1', until: 1_772_460_004_000 }],
  'cuff:stop': [{ deviceId: 'cuff-1' }],
  'pleth:send answer': [{ ok: true, data: { answers: [{ status: 'taken' }] } }],
  'spool:status': [{ kept: 207_360, capacity: 259_200 }],
  'readings:send': [{ readings: [oximetry, probeOff] }],
  'readings:send answer': [
    { ok: true, data: { answers: [{ epoch: EPOCH, seq: 1, status: 'stored' }] } },
    { ok: false, refusal: { code: 'unavailable', message: 'The disk is full. Send it again later.' } },
  ],
  'clock:probe answer': [1_772_459_999_000],
  oximetry: [oximetry, probeOff],
  nibp: [nibp],
  'nibp-failed': [{ kind: 'nibp-failed', ...ofCuff, seq: 3, failure: 'weak-signal', quality: 'none' }],
  'cuff-pressure': [{ kind: 'cuff-pressure', ...ofCuff, seq: 1, cuffPressureMmHg: 148, quality: 'good' }],
};
