import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { noAnswer, notConnected } from './line.ts';
import { Outbox, RECONNECT_MS } from './outbox.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const done = { ok: true, data: null } as const;
const refusal = { code: 'wrong-phase', message: 'The infusion is over.' } as const;
const command = { type: 'pump:pause', minutesAgo: 0 } as const;

let line: FakeLine;
let outbox: Outbox;
let ids = 0;
beforeEach(() => {
  vi.useFakeTimers();
  line = new FakeLine();
  ids = 0;
  outbox = new Outbox(line, () => `command-${(ids += 1)}`);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('UI-43 a command is done once, or the person is told', () => {
  test('UI-43 an answer ends it', async () => {
    const given = outbox.giveVisit('v1', command);
    await line.answer(done);
    expect(await given).toBeNull();
  });
  test('UI-43 a refusal is handed back as it is', async () => {
    const given = outbox.giveVisit('v1', command);
    await line.answer({ ok: false, refusal });
    expect(await given).toEqual(refusal);
  });
  test('UI-43 nothing is taken while the line is not live', async () => {
    line.state = 'lost';
    expect(await outbox.giveVisit('v1', command)).toEqual(notConnected);
    expect(line.asked).toEqual([]);
  });
  test('UI-43 silence on an open line sends it again with the same id', async () => {
    const given = outbox.giveVisit('v1', command);
    const first = line.asked[0]?.payload;
    await line.answer(null);
    await eventually(() => expect(line.asked).toHaveLength(1));
    expect(line.asked[0]?.payload).toEqual(first);
    await line.answer(done);
    expect(await given).toBeNull();
  });
  test('UI-43 a lost line sends it again after the reconnect, with the same id', async () => {
    const given = outbox.giveSite({ type: 'chair:add', name: 'Chair 1' });
    await line.drop();
    await vi.advanceTimersByTimeAsync(RECONNECT_MS - 1);
    line.reconnect();
    outbox.sendAgain();
    await vi.advanceTimersByTimeAsync(0);
    expect(line.asked[0]?.payload).toEqual({ commandId: 'command-1', command: { type: 'chair:add', name: 'Chair 1' } });
    await line.answer(done);
    expect(await given).toBeNull();
  });
  test('UI-43 opening a visit is sent again with the same id too', async () => {
    const patient = { name: 'Ada Byron', birthDate: '1980-12-10' };
    const given = outbox.openVisit({ chairId: 'chair-1', protocolId: 'iv-ketamine-40', patient });
    const first = line.asked[0]?.payload;
    expect(first).toMatchObject({ commandId: 'command-1', chairId: 'chair-1', patient });
    await line.answer(null);
    await eventually(() => expect(line.asked).toHaveLength(1));
    expect(line.asked[0]?.payload).toEqual(first);
    await line.answer({ ok: true, data: { visitId: 'v1' } });
    expect(await given).toBeNull();
  });
  test('UI-43 one that waited longer is not sent any more: its “now” is over', async () => {
    const given = outbox.giveVisit('v1', command);
    await line.drop();
    await vi.advanceTimersByTimeAsync(RECONNECT_MS);
    expect(await given).toEqual(noAnswer);
    line.reconnect();
    outbox.sendAgain();
    expect(line.asked).toEqual([]);
  });
  test('UI-43 silence that goes on ends in a sentence', async () => {
    const given = outbox.giveVisit('v1', command);
    for (let tries = 0; tries < 4; tries += 1) {
      await eventually(() => expect(line.asked).toHaveLength(1));
      await line.answer(null);
    }
    expect(await given).toEqual(noAnswer);
  });
  test('UI-43 a page that goes waits for nothing', async () => {
    const given = outbox.giveVisit('v1', command);
    await line.drop();
    outbox.dispose();
    expect(await given).toEqual(noAnswer);
  });
});

describe('UI-347 an act at a locked screen', () => {
  const locked = { ok: false, refusal: { code: 'locked', message: 'This screen is locked.' } } as const;
  const withPin = (isOpen: boolean) => {
    const asked = vi.fn(() => Promise.resolve(isOpen));
    return { asked, given: new Outbox(line, () => `command-${(ids += 1)}`, asked).giveVisit('v1', command) };
  };
  test('UI-347 waits for the PIN and is then the same command', async () => {
    const { asked, given } = withPin(true);
    const first = line.asked[0]?.payload;
    await line.answer(locked);
    await eventually(() => expect(line.asked).toHaveLength(1));
    expect([asked.mock.calls.length, line.asked[0]?.payload]).toEqual([1, first]);
    await line.answer(done);
    expect(await given).toBeNull();
  });
  test('UI-347 without the PIN it is not done, and says so where it was tapped', async () => {
    const { given } = withPin(false);
    await line.answer(locked);
    expect(await given).toEqual(locked.refusal);
    expect(line.asked).toEqual([]);
  });
});
