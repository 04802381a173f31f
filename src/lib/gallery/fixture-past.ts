/** A visit that is over, folded by the core from what its devices and its nurse did: a high BP, a desaturation, a recovery, home. */
import type { Actor } from '#core/actor.ts';
import { advance } from '#core/advance.ts';
import type { VisitCommand } from '#core/command.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import { Replay } from '#core/past/replay.ts';
import { visitFacts } from '#core/past/visit-summary.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Instant, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { decide, evolve } from '#core/visit.ts';
import { at, MINUTE, SECOND } from '../components/fixture-calm.ts';
import type { LoadedVisit } from '../history/past-visit.svelte.ts';

const OPENED = at(-14);
const ENDED = at(77);
const system = { kind: 'system' } as const;
const nurse = { kind: 'staff', staffId: 's1', name: 'K. Marsh', role: 'nurse', screenId: 'x' } satisfies Actor;

const BPS = [
  [-10, 128, 80],
  [-5, 130, 79],
  [2, 134, 84],
  [12, 164, 96],
  [14, 152, 92],
  [22, 142, 88],
  [32, 152, 94],
  [42, 146, 90],
  [51, 138, 84],
  [61, 132, 80],
] as const;
/** Minutes: the one desaturation. */
const LOW = [24, 25.2] as const;

function spo2At(minute: number): number {
  const isLow = minute >= LOW[0] && minute < LOW[1];
  return isLow ? 86 : 97 + Math.round(Math.sin(minute * 0.8));
}

/** A few thousand folds: made when it is looked at, not before. */
export function pastVisit(): LoadedVisit {
  const opened = { type: 'visit-opened', visitId: 'v', chairId: 'c3', patientId: 'p' } as const;
  const first: VisitEvent = { ...opened, protocol: publishedProtocols[0], at: OPENED, actor: system };
  const events: VisitEvent[] = [first];
  let state = evolve(undefined, first);
  let ids = 0;
  const newId = (): string => `id-${(ids += 1)}`;

  function bring(now: Instant, bodies: (held: typeof state) => readonly VisitEventBody[], actor: Actor = system): void {
    const own = (held: typeof state) => accept(bodies(held).map((body): VisitEvent => ({ ...body, at: now, actor })));
    const { advanced } = advance(state, now, newId, own);
    state = advanced.state;
    events.push(...advanced.events);
  }
  function give(now: Instant, command: VisitCommand): void {
    bring(
      now,
      (held) => {
        const decided = decide(held, command, { now, actor: nurse, place: 'chair', newId, isChairFree: () => false });
        return decided.ok ? decided.value : [];
      },
      nurse,
    );
  }
  const read = (now: Instant, deviceId: string, reading: object): void =>
    bring(now, () => [
      {
        type: 'reading-recorded',
        source: { deviceId, epoch: 'e', seq: (ids += 1) },
        reading: { causes: [], quality: 'good', measuredAt: now, ...reading } as unknown as Reading,
      },
    ]);

  const done: [Instant, () => void][] = [
    [at(0), () => start(at(0))],
    [
      at(11),
      () =>
        give(at(11), {
          type: 'entry:record',
          entry: { kind: 'scale', scale: 'dissociation', score: 4 },
          minutesAgo: 0,
        }),
    ],
    [at(12, 40), () => acknowledge(at(12, 40))],
    [at(24, 40), () => acknowledge(at(24, 40))],
    [
      at(25),
      () => give(at(25), { type: 'entry:record', entry: { kind: 'side-effect', effect: 'nausea' }, minutesAgo: 0 }),
    ],
    [at(41), () => give(at(41), { type: 'infusion:end', reason: 'completed', minutesAgo: 0 })],
    ...BPS.map(([minute, systolicMmHg, diastolicMmHg]): [Instant, () => void] => {
      const meanMmHg = Math.round((systolicMmHg + 2 * diastolicMmHg) / 3);
      return [at(minute), () => read(at(minute), 'cuff', { kind: 'nibp', systolicMmHg, diastolicMmHg, meanMmHg })];
    }),
  ];
  function start(now: Instant): void {
    const baseline = { systolicMmHg: 128, diastolicMmHg: 79, meanMmHg: 95, spo2Pct: 98, pulseBpm: 72 };
    bring(now, () => [
      { type: 'baseline-frozen', baseline: { ...baseline, frozenAt: at(-2), oxygenLPerMin: 0, nibpAt: at(-5) } },
      { type: 'infusion-started', happenedAt: now, plannedMs: 40 * MINUTE },
    ]);
  }
  function acknowledge(now: Instant): void {
    for (const alert of Object.values(state.alerts))
      if (!alert.acknowledged) give(now, { type: 'alert:acknowledge', alertId: alert.alertId });
  }

  bring(OPENED, () => [{ type: 'adapter-connected', adapterId: 'a' }]);
  for (let now = at(-13); now < at(66); now += 4 * SECOND) {
    for (const [, act] of done.filter(([due]) => due >= now && due < now + 4 * SECOND)) act();
    const minute = (now - at(0)) / MINUTE;
    const pulseBpm = 74 + Math.round(Math.sin(minute * 1.4) * 3);
    read(now + 3 * SECOND, 'oximeter', { kind: 'oximetry', spo2Pct: spo2At(minute), pulseBpm });
  }
  events.push({ type: 'visit-ended', ending: 'home', byName: nurse.name, at: ENDED, actor: nurse });

  const facts = visitFacts(events);
  if (!facts) throw new Error('This visit is over.');
  const patient = { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14' };
  const names = { patients: [patient], chairs: [{ chairId: 'c3', name: 'Chair 3', from: 0 }] };
  const visit = { ...facts, patient, chairName: 'Chair 3' };
  return { head: { visit, names, events: events.length }, replay: new Replay(events) };
}
