import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import { chairView, type ChairView } from '#core/view.ts';
import type { Timers } from '#gateway/timers.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { Alone } from './alone.svelte.ts';
import { openAloneStore, type AloneStore } from './alone-store.ts';
import * as rules from './rules.ts';

const staff = { staffId: 's', name: 'N. Okafor', role: 'nurse' } as const;
const ok = { ok: true, data: null };
const databases: string[] = [];
let made: Alone | undefined;

afterEach(async () => {
  made?.dispose();
  made = undefined;
  for (const name of databases.splice(0)) indexedDB.deleteDatabase(name);
});

/** Time, the devices of this tablet and the server, all in the test's hand. */
function page({
  store = newStore(),
  own = ['ox-1'],
  awaited = [] as string[],
  link = 'live',
  state = watched().steady(1, 30, 97).state,
} = {}) {
  let second = 30;
  let tick = (): void => undefined;
  let listener: (deviceId: string, reading: Reading) => void = () => undefined;
  const held: boolean[] = [];
  const devices = own.map((deviceId) => ({ deviceId, state: link }));
  const line = new FakeLine();
  const timers: Timers = {
    after: () => () => undefined,
    every: (_, run) => {
      tick = run;
      return () => undefined;
    },
  };
  const device = { label: '', emulated: false, connected: true, lowBattery: false } as const;
  const chair = {
    chairId: 'c',
    view: viewOf(state) as ChairView | null,
    given: [] as string[],
    give(visitId: string, command: { type: string }) {
      chair.given.push(`${visitId} ${command.type}`);
      return Promise.resolve(null);
    },
  };
  function viewOf(visit: VisitState): ChairView {
    const devices = [
      { ...device, deviceId: 'ox-1', kind: 'oximeter' },
      { ...device, deviceId: 'cuff-1', kind: 'cuff' },
    ] as const;
    const patient = { patientId: 'p', name: 'Ada Byron', birthDate: '1980-12-10' };
    return chairView({ chair: { chairId: 'c', name: 'Chair 1' }, visit, patient, devices, recorded: true }, at(second));
  }
  const person: { now: typeof staff | null; locked: boolean } = { now: staff, locked: false };
  const alone = new Alone({
    chair,
    line,
    clock: { exact: () => at(second) },
    staff: () => person.now,
    own: {
      devices,
      awaited,
      rules: own.length > 0 ? rules : null,
      onReading: (each) => {
        listener = each;
        return () => undefined;
      },
      holdUplink: (hold) => held.push(hold),
      // The adapter's clock of this page is an hour off: nothing of it may show.
      now: () => at(second) - 3_600_000,
    },
    locked: () => person.locked,
    screenId: () => 'screen-1',
    store,
    timers,
  });
  made = alone;
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    alone,
    line,
    chair,
    own: devices,
    held,
    person,
    state,
    viewOf,
    settled,
    pass(until: number, spo2Pct?: number) {
      for (; second < until;) {
        second += 1;
        if (spo2Pct !== undefined)
          listener('ox-1', {
            kind: 'oximetry',
            measuredAt: at(second) - 3_600_000,
            quality: 'good',
            causes: [],
            spo2Pct,
            pulseBpm: 72,
          });
        tick();
      }
    },
    async follow() {
      await alone.queue.loaded;
      tick();
      expect(line.events).toEqual(['visit:follow']);
      await line.answer({ ok: true, data: { seq: 1, state } });
      await settled();
    },
    tick: () => tick(),
    hear: (reading: Reading) => listener('ox-1', reading),
    async answer(...answers: unknown[]) {
      for (const each of answers) {
        await line.answer(each);
        await settled();
      }
    },
  };
}

function newStore(): AloneStore {
  const name = `alone-${crypto.randomUUID()}`;
  databases.push(name);
  return openAloneStore(name);
}

describe('UI-154 its own watch fails', () => {
  const broken = Object.defineProperty({ kind: 'oximetry', quality: 'good', causes: [] }, 'measuredAt', {
    enumerable: true,
    get: () => {
      throw new Error('a fault of the program');
    },
  }) as unknown as Reading;

  test('UI-154 it says so, shows nothing as watched, takes no tap, and does not begin again before the link is back', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { alone, line, pass, follow, hear, chair, held } = page();
    await follow();
    await line.drop();
    pass(32, 97);
    expect([alone.since, alone.cannotWatch]).toEqual([at(31), false]);
    hear(broken);
    expect([alone.since, alone.cannotWatch, said.mock.calls.length]).toEqual([null, true, 1]);
    expect(alone.view).toBe(chair.view);
    pass(40, 97);
    expect([alone.since, alone.cannotWatch]).toEqual([null, true]);
    expect(alone.queue.hasStretches).toBe(true);
    expect(held.at(-1)).toBe(true);
    said.mockRestore();
  });
});

describe('UI-266 its devices are known, and what judges them is not here', () => {
  test('UI-266 UI-154 when the link goes it says that it cannot watch, of a device on this chair alone', async () => {
    for (const [awaited, cannot] of [[['ox-1'], true] as const, [['ox-2'], false] as const]) {
      const { alone, line, pass, chair } = page({ own: [], awaited: [...awaited] });
      pass(31);
      expect([line.events, alone.cannotWatch]).toEqual([[], false]);
      await line.drop();
      pass(40);
      expect([alone.since, alone.cannotWatch]).toEqual([null, cannot]);
      expect(alone.view).toBe(chair.view);
      alone.dispose();
    }
  });
  test('UI-266 WS-90 what an earlier load watched waits until its devices are announced', async () => {
    const store = newStore();
    const first = page({ store });
    await first.follow();
    await first.line.drop();
    first.pass(60, 88);
    first.alone.dispose();
    await expect.poll(async () => (await store.load('c')).stretches).toHaveLength(1);
    const { alone, line, tick, settled, answer } = page({ store, own: [], awaited: ['ox-1'] });
    await alone.queue.loaded;
    tick();
    await settled();
    expect(line.events).toEqual(['visit:join']);
    await answer({ ok: false, refusal: { code: 'not-ready', message: 'It has no such device.' } });
    expect([alone.queue.hasStretches, alone.queue.refused]).toEqual([true, []]);
  });
});

describe('while the server is there', () => {
  test('WS-80 a page without devices of its own on this chair follows nothing', () => {
    for (const own of [[], ['ox-2']]) {
      const { tick, line, alone } = page({ own });
      tick();
      expect(line.events).toEqual([]);
      alone.dispose();
    }
  });
  test('WS-81 a hole in the count, and the page follows anew; events it has are not folded twice', async () => {
    const { line, follow, alone, pass, answer, state } = page();
    await follow();
    const events = [{ type: 'pump-paused', happenedAt: at(30), at: at(30), actor: { kind: 'system' } }] as const;
    line.send('visit:events', { visitId: 'v', seq: 2, events });
    line.send('visit:events', { visitId: 'v', seq: 2, events });
    expect(line.events).toEqual([]);
    line.send('visit:events', { visitId: 'v', seq: 4, events });
    expect(line.events).toEqual(['visit:follow']);
    await answer({ ok: true, data: { seq: 4, state } });
    await line.drop();
    pass(31);
    expect(alone.since).toBe(at(31));
  });
  test('UI-110 taps go to the server', async () => {
    const { alone, chair } = page();
    await alone.give('v', { type: 'pump:pause', minutesAgo: 0 });
    expect(chair.given).toEqual(['v pump:pause']);
  });
});

describe('when the server is gone', () => {
  test('UI-110 UI-111 values of its own devices are live and alarm here; another device’s go old', async () => {
    const { alone, line, follow, pass, held } = page();
    await follow();
    await line.drop();
    pass(60, 88);
    expect(alone.since).toBe(at(31));
    expect(held).toEqual([true]);
    expect(alone.view?.spo2).toMatchObject({ status: 'live', value: 88, at: at(60) });
    expect(alone.view?.alerts).toMatchObject([{ kind: 'spo2-low', priority: 'medium' }]);
    expect(alone.view?.devices.map(({ connected }) => connected)).toEqual([true, false]);
    expect(alone.view?.recorded).toBe(false);
    pass(900, 97);
    expect(alone.view?.alerts.map(({ kind }) => kind)).toEqual(['cuff-overdue']);
    pass(960);
    expect(alone.view?.spo2.status).toBe('stale');
    expect(alone.view?.alerts.map(({ kind }) => kind)).toContain('no-spo2');
  });
  test('UI-110 a device that is off on this tablet, as in its second tab, watches nothing', async () => {
    const { alone, line, follow, pass } = page({ link: 'off' });
    await follow();
    await line.drop();
    pass(40);
    expect(alone.since).toBeNull();
  });
  test('UI-111 readings the server may have missed before the page knew are judged too', async () => {
    const { alone, line, follow, pass } = page();
    await follow();
    pass(33, 86);
    expect(alone.since).toBeNull();
    await line.drop();
    pass(34);
    expect(alone.view?.spo2).toMatchObject({ value: 86, at: at(33) });
  });
  test('UI-110 without what the server knew, or without a device of its own, it does not pretend', async () => {
    const { alone, line, pass } = page();
    pass(31, 97);
    await line.drop();
    pass(40, 97);
    expect(alone.since).toBeNull();
    expect(alone.view?.spo2).toMatchObject({ at: at(30) });
  });
  test('PH-70 UI-112 what may be entered waits to go up; the rest is refused by a sentence and waits for nothing', async () => {
    const { alone, line, follow, pass } = page();
    await follow();
    await line.drop();
    pass(60, 88);
    expect(await alone.give('v', { type: 'pump:pause', minutesAgo: 0 })).toBeNull();
    const nausea = { kind: 'side-effect', effect: 'nausea' } as const;
    expect(await alone.give('v', { type: 'entry:record', entry: nausea, minutesAgo: 0 })).toBeNull();
    const alertId = alone.view?.alerts[0]?.alertId ?? '';
    expect(await alone.give('v', { type: 'alert:acknowledge', alertId })).toBeNull();
    expect(alone.view?.alerts[0]?.acknowledged).toMatchObject({ byName: 'N. Okafor', at: at(60) });
    expect(alone.view?.entries).toMatchObject([{ byName: 'N. Okafor', entry: nausea }]);
    expect(await alone.give('v', { type: 'visit:end', ending: 'home', escortName: 'Sam' })).toMatchObject({
      code: 'not-allowed',
      message: 'The end of the visit needs the connection to Vigil: others must see it. Do it when the link is back.',
    });
    const patient = { name: 'X', birthDate: '1990-01-01' };
    expect(await alone.give('v', { type: 'patient:correct', patient, reason: 'x' })).toMatchObject({
      code: 'not-allowed',
    });
    // It is paused here already: the engine answers as the server would.
    expect(await alone.give('v', { type: 'pump:pause', minutesAgo: 0 })).toMatchObject({ code: 'conflict' });
    expect(alone.queue.waiting.map(({ command, tappedAt }) => [command.type, tappedAt])).toEqual([
      ['pump:pause', at(60)],
      ['entry:record', at(60)],
    ]);
  });
});

describe('UI-367 a screen that is removed while its page watches', () => {
  test('UI-367 the page is one that watches itself until its devices are off, its visit ends or somebody leaves it', async () => {
    const { alone, line, follow, pass, own, chair } = page();
    expect(alone.watchesItself).toBe(true);
    await follow();
    await line.drop();
    pass(60, 97);
    expect(alone.watchesItself).toBe(true);
    // What the server shows no more is still watched here.
    chair.view = null;
    expect([alone.watchesItself, alone.view?.spo2.status]).toEqual([true, 'live']);
    own[0] = { deviceId: 'ox-1', state: 'off' };
    expect(alone.watchesItself).toBe(false);
    own[0] = { deviceId: 'ox-1', state: 'live' };
    expect(alone.watchesItself).toBe(true);
    alone.leave();
    expect(alone.watchesItself).toBe(false);
  });
  test('UI-367 not a page without devices of its own, or of a free chair', () => {
    const without = page({ own: [] });
    expect(without.alone.watchesItself).toBe(false);
    without.alone.dispose();
    const free = page();
    free.chair.view = { ...free.chair.view!, visitId: null };
    expect(free.alone.watchesItself).toBe(false);
  });
});

describe('when it is back', () => {
  async function apart(store = newStore()) {
    const each = page({ store });
    await each.follow();
    await each.line.drop();
    each.pass(60, 88);
    const alertId = each.alone.view?.alerts[0]?.alertId ?? '';
    await each.alone.give('v', { type: 'alert:acknowledge', alertId });
    await each.alone.give('v', { type: 'pump:pause', minutesAgo: 0 });
    return { ...each, alertId };
  }

  test('WS-85 first what it watched, then what was tapped, then its readings; then the server’s view again', async () => {
    const { alone, line, held, tick, answer, alertId, settled } = await apart();
    line.reconnect();
    await answer({ ok: true, data: { seq: 9, state: watched().state } });
    tick();
    await settled();
    expect(line.asked).toMatchObject([
      {
        event: 'visit:join',
        payload: {
          visitId: 'v',
          facts: [
            { type: 'alert-issued', alertId },
            { type: 'alert-acknowledged', alertId },
          ],
        },
      },
    ]);
    expect(alone.since).not.toBeNull();
    await answer(ok);
    expect(line.asked).toMatchObject([
      { event: 'visit:command', payload: { visitId: 'v', tappedAt: at(60), command: { type: 'pump:pause' } } },
    ]);
    expect(held).toEqual([true]);
    await answer(ok);
    expect(held).toEqual([true, false]);
    expect(alone.since).toBeNull();
    expect(alone.queue.waiting).toEqual([]);
  });
  test('WS-85 a stretch whose answer was lost is told again under its id, and what came later in another', async () => {
    const { alone, line, tick, pass, answer, settled } = await apart();
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    const first = line.asked[0]?.payload as { commandId: string; until: number };
    await line.drop();
    await settled();
    pass(90, 97);
    expect(alone.since).not.toBeNull();
    expect(alone.view?.spo2).toMatchObject({ status: 'live', value: 97 });
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    expect(line.asked[0]?.payload).toEqual(first);
    await answer(ok);
    const second = line.asked[0]?.payload as { commandId: string; from: number; facts: { at: number }[] };
    expect(second.commandId).not.toBe(first.commandId);
    expect(second.from).toBe(first.until);
    expect(second.facts.map((fact) => (fact as unknown as { type: string }).type)).toEqual(['alert-ended']);
    await answer(ok, ok);
    expect(alone.since).toBeNull();
  });
  test('WS-86 what the server refuses stays with its reason until it is dismissed; nothing else waits for it', async () => {
    const { alone, line, tick, answer, settled, held } = await apart();
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    const refusal = { code: 'wrong-phase', message: 'Pausing the pump is not possible: this visit is in recovery.' };
    await answer(ok, { ok: false, refusal });
    expect(held.at(-1)).toBe(false);
    expect(alone.since).toBeNull();
    expect(alone.queue.refused).toMatchObject([{ command: { type: 'pump:pause' }, refusal }]);
    alone.queue.dismiss(alone.queue.refused[0]?.commandId ?? '');
    expect(alone.queue.refused).toEqual([]);
  });
  test('WS-84 what one person did is not sent in the name of the next: the alert is, the tap waits, the rest is shown as not recorded', async () => {
    const { alone, line, tick, answer, settled, person, alertId, pass } = await apart();
    person.now = null;
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    const facts = () => (line.asked[0]?.payload as { facts: { type: string }[] }).facts.map(({ type }) => type);
    expect(facts()).toEqual(['alert-issued']);
    expect(alone.queue.refused).toEqual([]);
    await answer(ok);
    // The stretch ended where the person changed: what came since is another one.
    expect(facts()).toEqual([]);
    await answer(ok);
    expect(alone.queue.refused).toMatchObject([
      {
        command: { type: 'alert:acknowledge', alertId },
        tappedAt: at(60),
        staff: { name: 'N. Okafor' },
        refusal: { message: expect.stringContaining('N. Okafor was not named here when it went up') as string },
      },
    ]);
    expect(line.events).not.toContain('visit:command');
    expect(alone.queue.waiting).toHaveLength(1);
    // Who comes back is asked first.
    person.now = staff;
    pass(61);
    await settled();
    expect(line.events).not.toContain('visit:command');
    alone.queue.confirm();
    pass(62);
    await settled();
    expect(line.events).toContain('visit:command');
  });
  test('UI-349 at a screen that has locked itself the alert goes up at once, and what was done in it waits for the PIN', async () => {
    const { alone, line, tick, answer, settled, person, alertId, pass } = await apart();
    person.locked = true;
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    expect(line.asked[0]?.payload).toMatchObject({ facts: [{ type: 'alert-issued' }] });
    const follow = async (): Promise<void> => {
      while (line.events[0] === 'visit:follow') await answer({ ok: true, data: { seq: 9, state: watched().state } });
    };
    for (; line.events.includes('visit:join');) await answer(ok);
    await follow();
    expect([alone.since, line.events]).toEqual([null, []]);
    expect(alone.queue.refused).toEqual([]);
    expect(alone.queue.waiting).toMatchObject([
      { command: { type: 'pump:pause' }, tappedAt: at(60) },
      { command: { type: 'alert:acknowledge', alertId }, tappedAt: at(60) },
    ]);
    pass(61);
    await settled();
    await follow();
    expect(line.events).toEqual([]);
    person.locked = false;
    pass(62);
    await settled();
    await follow();
    // UI-366: with the PIN, and with their word.
    expect([line.events, alone.queue.held.length]).toEqual([[], 2]);
    alone.queue.confirm();
    pass(63);
    await settled();
    await follow();
    expect(line.asked).toMatchObject([
      { event: 'visit:command', payload: { tappedAt: at(60), command: { type: 'pump:pause' } } },
    ]);
    // It locked itself again before that one came.
    await answer({ ok: false, refusal: { code: 'locked', message: 'This screen is locked.' } });
    expect(alone.queue.waiting).toHaveLength(2);
  });
  test('UI-366 SEC-183 alone at a locked screen what must not wait is done as nobody’s and goes up as such; all else is refused', async () => {
    const { alone, line, follow, pass, person, settled, tick, answer } = page();
    await follow();
    person.locked = true;
    await line.drop();
    pass(60, 88);
    const nausea = { kind: 'side-effect', effect: 'nausea' } as const;
    expect(await alone.give('v', { type: 'entry:record', entry: nausea, minutesAgo: 0 })).toMatchObject({
      code: 'locked',
      message: expect.stringContaining('without Vigil no PIN can be checked') as string,
    });
    const alertId = alone.view?.alerts[0]?.alertId ?? '';
    expect(await alone.give('v', { type: 'alert:acknowledge', alertId })).toMatchObject({ code: 'locked' });
    expect(await alone.give('v', { type: 'alert:pause-audio', alertId })).toBeNull();
    expect(await alone.give('v', { type: 'pump:pause', minutesAgo: 0 })).toBeNull();
    expect(await alone.give('v', { type: 'emergency:declare' })).toBeNull();
    expect(alone.queue.waiting.map(({ command, staff }) => [command.type, staff])).toEqual([
      ['pump:pause', null],
      ['emergency:declare', null],
    ]);
    line.reconnect();
    await answer({ ok: true, data: { seq: 9, state: watched().state } });
    tick();
    await settled();
    expect(line.asked[0]?.payload).toMatchObject({ facts: [{ type: 'alert-issued' }, { type: 'alert-audio-paused' }] });
    await answer(ok);
    expect(line.asked).toMatchObject([{ event: 'visit:command', payload: { command: { type: 'pump:pause' } } }]);
    // A PIN was given meanwhile: the next is not recorded under that name unless its person says so.
    person.locked = false;
    await answer(ok);
    expect([line.events.includes('visit:command'), alone.queue.held.length]).toEqual([false, 1]);
    alone.queue.confirm();
    expect(alone.queue.waiting).toMatchObject([
      { command: { type: 'emergency:declare' }, staff: { name: 'N. Okafor' } },
    ]);
  });
  test('UI-365 a page that locks itself while alone ends the stretch of who was named', async () => {
    const store = newStore();
    const { alone, person, pass } = await apart(store);
    person.locked = true;
    await alone.give('v', { type: 'alert:pause-audio', alertId: alone.view?.alerts[0]?.alertId ?? '' });
    pass(64, 88);
    await expect
      .poll(async () => (await store.load('c')).stretches.map((each) => each.staff?.name))
      .toEqual(['N. Okafor', undefined]);
  });
  test('UI-366 what waits for a word outlives a load of the page, and goes when it is discarded', async () => {
    const store = newStore();
    const first = await apart(store);
    first.person.locked = true;
    first.line.reconnect();
    await first.answer(null);
    first.tick();
    await first.settled();
    for (; first.line.events.includes('visit:join');) await first.answer(ok);
    await expect.poll(async () => (await store.load('c')).entries.map(({ held }) => held)).toEqual([true, true]);
    first.alone.dispose();
    const { alone, line, pass, settled } = page({ store });
    await alone.queue.loaded;
    pass(70);
    await settled();
    expect([alone.queue.held.length, line.events.includes('visit:command')]).toEqual([2, false]);
    for (const { commandId } of alone.queue.held) alone.queue.dismiss(commandId);
    await expect.poll(async () => (await store.load('c')).entries).toEqual([]);
  });
  test('WS-84 who is named later than the tap ends the stretch: each act is told with who was named at it', async () => {
    const store = newStore();
    const { alone, line, pass, person, settled, tick, answer } = await apart(store);
    person.now = { ...staff, name: 'Bert' } as never;
    await alone.give('v', { type: 'alert:pause-audio', alertId: alone.view?.alerts[0]?.alertId ?? '' });
    pass(64, 88);
    await expect
      .poll(async () => (await store.load('c')).stretches.map((each) => each.staff?.name))
      .toEqual(['N. Okafor', 'Bert']);
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    await answer(ok);
    expect(line.asked[0]?.payload).toMatchObject({ facts: [{ type: 'alert-audio-paused' }] });
    await answer(ok);
    expect(alone.queue.refused).toMatchObject([{ command: { type: 'alert:acknowledge' } }]);
  });
  test.each(['unavailable', 'too-many', 'not-ready'] as const)(
    'WS-90 a server that answers "%s" is asked again ever more rarely, with the same stretch, and no other is made',
    async (code) => {
      const store = newStore();
      const { alone, line, pass, settled, tick, answer } = await apart(store);
      const no = { ok: false, refusal: { code, message: 'Not now.' } };
      line.reconnect();
      await answer(null);
      tick();
      await settled();
      const first = (line.asked[0]?.payload as { commandId: string }).commandId;
      await answer(no);
      const asked: number[] = [];
      for (let second = 61; second <= 80; second += 1) {
        pass(second, 88);
        tick();
        await settled();
        if (line.asked.length === 0) continue;
        asked.push(second);
        expect(line.asked).toMatchObject([{ event: 'visit:join', payload: { commandId: first } }]);
        await answer(no);
      }
      expect(asked).toEqual([61, 63, 67, 75]);
      expect(alone.queue.refused).toEqual([]);
      expect((await store.load('c')).stretches.length).toBeLessThanOrEqual(2);
      pass(95, 88);
      await settled();
      await answer(ok);
      // Then what was watched since, and only then the taps.
      expect(line.asked).toMatchObject([{ event: 'visit:join', payload: { until: at(95) } }]);
      await answer(ok, ok);
      expect(alone.since).toBeNull();
    },
  );
  test('UI-110 another patient on the chair by then is never drawn with this one’s values', async () => {
    const { alone, line, chair, tick, viewOf, answer, settled, pass } = await apart();
    const other = viewOf(watched().state);
    chair.view = { ...other, visitId: 'other', patient: { patientId: 'q', name: 'Ben Ode', birthDate: '1990-01-01' } };
    line.reconnect();
    await answer(null);
    tick();
    await settled();
    expect(alone.view?.patient?.name).toBe('Ada Byron');
    pass(61, 88);
    expect(alone.view).toMatchObject({ visitId: 'v', patient: { name: 'Ada Byron' } });
    // What is given of that other one is not taken for this one's.
    await alone.give('other', { type: 'pump:pause', minutesAgo: 0 });
    expect(chair.given).toEqual(['other pump:pause']);
    await answer(ok, ok);
    expect(alone.view).toMatchObject({ visitId: 'other', patient: { name: 'Ben Ode' } });
  });
});

describe('a page that is loaded anew', () => {
  test('WS-86 tells what the one before had watched and tapped, before its readings go', async () => {
    const store = newStore();
    const first = page({ store });
    await first.follow();
    await first.line.drop();
    first.pass(60, 88);
    await first.alone.give('v', { type: 'pump:pause', minutesAgo: 0 });
    first.alone.dispose();
    await first.settled();
    await expect.poll(async () => (await store.load('c')).stretches.length).toBe(1);
    expect((await store.load('elsewhere')).entries).toEqual([]);

    const { alone, line, held, tick, answer, settled } = page({ store });
    await alone.queue.loaded;
    await settled();
    expect(held).toEqual([true]);
    expect(alone.queue.waiting).toMatchObject([{ command: { type: 'pump:pause' }, tappedAt: at(60) }]);
    tick();
    await settled();
    await answer({ ok: true, data: { seq: 1, state: watched().state } });
    expect(line.asked).toMatchObject([
      { event: 'visit:join', payload: { until: at(60), facts: [{ type: 'alert-issued' }] } },
    ]);
    await answer(ok, ok);
    expect(held).toEqual([true, false]);
    await expect.poll(() => store.load('c')).toEqual({ stretches: [], entries: [] });
  });
});
