import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Viewer } from '#core/access/may-see.ts';
import { accept } from '#core/refusal.ts';
import type { ScreenPerson } from '../sockets/screen-person.ts';
import { answerExport } from './answer-export.ts';
import type { MadeExport } from './messages.ts';

const made: MadeExport = { contentType: 'text/csv', fileName: 'x.csv', body: new Uint8Array(3) };

function asking(exports: object, viewer: Viewer = { place: null, role: 'nurse', locked: false }) {
  const sent: unknown[] = [];
  const reads: unknown[] = [];
  const person = { viewer, screenId: 's', named: { kind: 'system' } } as unknown as ScreenPerson;
  const audit = { read: (...read: unknown[]) => reads.push(read) };
  const clinic = { audit, site: { screens: [] } } as never;
  const responses: EventEmitter[] = [];
  /** Sent at once, or as slowly as the test has it. */
  const respond = (isSlow: boolean): ServerResponse => {
    const response = Object.assign(new EventEmitter(), {
      writeHead: () => undefined,
      end: (body: unknown) => {
        sent.push(body);
        if (!isSlow) queueMicrotask(() => response.emit('close'));
      },
      setTimeout: (_: number, stalled: () => void) => response.once('stalled', stalled),
      destroy: () => response.emit('close'),
    });
    responses.push(response);
    return response as unknown as ServerResponse;
  };
  const request = { method: 'GET', headers: {} } as IncomingMessage;
  const given = { visitId: 'v', name: 'vitals.csv', asked: new URLSearchParams() };
  const ask = (isSlow = false) =>
    answerExport({ clinic, person, exports: exports as never }, request, respond(isSlow), given);
  return { ask, sent, reads, person, responses };
}

test('REC-130 a few are made at once, the next is told to wait, and may come when one is done', async () => {
  const waiting: ((result: unknown) => void)[] = [];
  const { ask } = asking({ make: () => new Promise((resolve) => waiting.push(resolve)) });
  const asked = Array.from({ length: 4 }, () => ask());
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'too-many' } });
  waiting[0]?.(accept(made));
  expect(await asked[0]).toEqual(accept(null));
  const again = ask();
  for (const resolve of waiting) resolve(accept(made));
  expect(await Promise.all([...asked, again])).toEqual(Array.from({ length: 5 }, () => accept(null)));
});

test('REC-130 one that could not be made gives its place back', async () => {
  const { ask } = asking({ make: () => Promise.reject(new Error('the disk')) });
  for (let each = 0; each < 6; each++) await expect(ask()).rejects.toThrow('the disk');
});

test('REC-234 one that is taken slowly keeps its place until it has gone, or nothing of it was taken for a minute', async () => {
  const { ask, responses } = asking({ make: () => Promise.resolve(accept(made)) });
  for (let each = 0; each < 4; each++) expect(await ask(true)).toEqual(accept(null));
  const [first, second, ...rest] = responses;
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'too-many' } });
  first?.emit('close');
  expect(await ask(true)).toEqual(accept(null));
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'too-many' } });
  second?.emit('stalled');
  expect(await ask()).toEqual(accept(null));
  for (const response of [...rest, ...responses.slice(-3)]) response.emit('close');
});

test('SEC-187 who signed out while it was made gets nothing, and it is not recorded as taken', async () => {
  const { ask, sent, reads, person } = asking({
    make: () => {
      Object.assign(person, { viewer: { place: null, locked: true, role: 'nurse' } });
      return Promise.resolve(accept(made));
    },
  });
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'locked' } });
  expect([sent, reads]).toEqual([[], []]);
});
