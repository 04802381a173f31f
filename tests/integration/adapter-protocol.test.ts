/** docs/adapter-protocol.md says that its frames are true to the byte: they are played against a real server here. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { CAUSES, NIBP_FAILURES, READING_KINDS } from '#core/reading.ts';
import { adapterSchemas } from '#protocol/adapter-schemas.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { admit } from '../support/admitted.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';

const page = readFileSync(new URL('../../docs/adapter-protocol.md', import.meta.url), 'utf8');

/** The lines of every block of this kind, in order, as `[speaker, frame]`. */
const linesOf = (kind: string): (readonly [speaker: string, frame: string])[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\``, 'gm'))].flatMap(([, block = '']) =>
    block
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, 1), line.slice(3)] as const),
  );

const PROBE = /^42\/adapters,(\d+)\["clock:probe"\]$/;
const PROBE_ANSWER = /^43\/adapters,\d+\[\d+\]$/;
const SID = /"(sid|siteId)":"[^"]+"/;

let clinic: TestClinic;
let socket: WebSocket;

/** Says what A says, in order, and returns what S said; probes are answered as they come. */
async function play(lines: ReturnType<typeof linesOf>): Promise<string[]> {
  const heard: string[] = [];
  let wake = (): void => undefined;
  socket = new WebSocket(`ws://127.0.0.1:${clinic.port}/live/?EIO=4&transport=websocket`);
  socket.addEventListener('message', ({ data }) => {
    const frame = String(data);
    const probe = PROBE.exec(frame)?.[1];
    if (frame === '2') socket.send('3');
    else if (probe) socket.send(`43/adapters,${probe}[${clinic.clock.now() - 1_000}]`);
    else heard.push(frame);
    wake();
  });
  let expected = 0;
  for (const [speaker, frame] of lines) {
    if (speaker === 'A') socket.send(frame);
    else expected += 1;
    while (heard.length < expected) await new Promise<void>((resolve) => (wake = resolve));
  }
  return heard;
}

describe('the adapter protocol, as its page says', () => {
  afterEach(async () => {
    socket.close();
    await clinic.close();
  });

  const isProbing = (frame: string): boolean => PROBE.test(frame) || PROBE_ANSWER.test(frame);
  const saidBy = (lines: ReturnType<typeof linesOf>): string[] =>
    lines.flatMap(([speaker, frame]) => (speaker === 'S' ? [frame.replace(SID, '"$1":"…"')] : []));

  test('DV-59 the conversation', async () => {
    clinic = await startTestClinic();
    const [, key = ''] = /"key":"(vk_[^"]+)"/.exec(page) ?? [];
    admit({ site: clinic.clinic, journal: clinic.journal }, 'box-1', { key });
    const nurse = await (await clinic.screen()).choose('nurse');
    await nurse.open(clinic.chair(1).chairId);
    const lines = linesOf('frames').filter(([, frame]) => !isProbing(frame));
    expect(lines.length).toBeGreaterThan(10);
    const heard = await play(lines);
    expect(heard.map((frame) => frame.replace(SID, '"$1":"…"'))).toEqual(saidBy(lines));
  });

  test('DV-59 WS-195 an adapter of another protocol, and one without a key', async () => {
    clinic = await startTestClinic();
    const open = linesOf('frames').slice(0, 1);
    const lines = [...open, ...linesOf('refused')];
    const heard = await play(lines);
    expect(heard.map((frame) => frame.replace(SID, '"$1":"…"'))).toEqual(saidBy(lines));
  });
});

test('DV-59 the page names every event, kind, cause and failure, and the version', () => {
  const words = [...Object.keys(adapterSchemas()), ...READING_KINDS, ...CAUSES, ...NIBP_FAILURES];
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  expect(page).toContain(`# The adapter protocol, version ${PROTOCOL_VERSION}`);
});
