/** Keeps waves in the database named as its argument until it is killed; tells its parent after each flush how many packets that was. */
import { pino } from 'pino';
import { packSamples } from '#protocol/pleth-samples.ts';
import { openWaveforms } from '../../server/waveforms/open-waveforms.ts';

const waveforms = openWaveforms(process.argv[2] ?? '', {
  log: pino({ level: 'silent' }),
  now: () => 1_800_000_000_000,
});
const samples = packSamples(Array.from({ length: 15 }, (_, n) => n * 10));
for (let packet = 0; ; packet += 1) {
  waveforms.keep({
    ...{ visitId: 'killed', deviceId: 'ox', sampleHz: 75, fullScale: 255, samples },
    at: 1_800_000_000_000 + packet * 200,
  });
  if (packet % 5 !== 4) continue;
  await waveforms.flush();
  process.send?.({ kept: packet + 1 });
}
