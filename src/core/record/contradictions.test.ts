import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { COMPLETE_SET_UP, MINUTE } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent, VisitEventBody } from '../event.ts';
import { recordOf } from './record-of.ts';

/** The same visit, with one kind of event changed or left out. */
function told(
  events: readonly VisitEvent[],
  change: (event: VisitEvent) => VisitEvent | readonly VisitEvent[] | undefined,
): readonly string[] | undefined {
  return recordOf(events.flatMap((event) => change(event) ?? []))?.contradictions;
}
const without =
  (...types: readonly VisitEventBody['type'][]) =>
  (event: VisitEvent): VisitEvent | undefined =>
    types.includes(event.type) ? undefined : event;
const isBp = (event: VisitEvent): boolean => event.type === 'reading-recorded' && event.reading.kind === 'nibp';

describe('REC-112 what does not agree', () => {
  test('REC-112 a visit in which all agrees says nothing', () => {
    expect(told(endedVisit(), (event) => event)).toEqual([]);
    expect(told(esketamineVisit(), (event) => event)).toEqual([]);
  });
  test('REC-112 closed, and the infusion never ended', () => {
    const said = told(endedVisit(), without('infusion-ended', 'monitoring-ended', 'pump-volume-read'));
    expect(said).toEqual(['The visit has ended; that the infusion ended was never said.']);
  });
  test('REC-112 monitoring never ended; of a transfer that is no contradiction', () => {
    const open = without('monitoring-ended');
    expect(told(endedVisit(), open)).toContain('The visit has ended; that monitoring ended was never said.');
    expect(
      told(endedVisit(), (event) => {
        const kept = open(event);
        return kept?.type === 'visit-ended' ? { ...kept, ending: 'transferred' } : kept;
      }),
    ).toEqual([]);
  });
  test.each([
    [3.8, []],
    [4.2, []],
    [3.79, ['The pump’s volume is 37.9 mg, the estimate 40 mg.']],
    [4.21, ['The pump’s volume is 42.1 mg, the estimate 40 mg.']],
  ])('REC-112 REC-105 the pump gave %d mL of 4', (pumpVolumeMl, expected) => {
    expect(
      told(endedVisit(), (event) => (event.type === 'pump-volume-read' ? { ...event, pumpVolumeMl } : event)),
    ).toEqual(expected);
  });
  test('REC-112 a pump that was paused and never went on, and one that ran shorter or longer than was planned', () => {
    expect(told(endedVisit(), without('pump-resumed'))).toEqual([
      'The pump’s volume is 40 mg, the estimate 21 mg.',
      'The pump was paused, and that it went on was never said.',
      'It ended as finished after 21 min of 40 min planned.',
    ]);
    expect(told(endedVisit(), without('pump-paused', 'pump-resumed'))).toEqual([
      'The pump ran 43 min of 40 min planned.',
    ]);
  });
  test('REC-112 the dose and the weight; what was given and what was planned', () => {
    const dosed = (doseMg: number) => (event: VisitEvent) =>
      event.type === 'set-up-recorded' ? { ...event, setUp: { ...COMPLETE_SET_UP, doseMg } } : event;
    expect(told(endedVisit(), dosed(50))).toContain('The dose is 50 mg; 0.5 mg/kg × 80 kg is 40 mg.');
    expect(
      told(esketamineVisit(), (event) =>
        event.type === 'set-up-recorded' ? { ...event, setUp: { ...event.setUp, doseMg: 84 } } : event,
      ),
    ).toEqual(['56 mg was given, 84 mg was planned.']);
  });
  test('REC-112 nobody confirmed who it is, took a baseline, or a BP while it ran', () => {
    expect(told(endedVisit(), without('identity-confirmed'))).toEqual(['Who the patient is was never confirmed.']);
    expect(told(endedVisit(), without('baseline-frozen'))).toContain('There is no baseline from before the infusion.');
    const started = endedVisit().find(({ type }) => type === 'infusion-started')?.at ?? 0;
    expect(
      told(endedVisit(), (event) => (isBp(event) && event.at < started + 43 * MINUTE ? undefined : event)),
    ).toContain('No BP was taken during the infusion.');
    expect(told(esketamineVisit(), (event) => (isBp(event) ? undefined : event))).toContain(
      'No BP was taken after the first device.',
    );
  });
  test('REC-112 left before the protocol’s 120 min', () => {
    const early = esketamineVisit().flatMap((event): readonly VisitEvent[] => {
      const { at } = event;
      const first = esketamineVisit().find(({ type }) => type === 'device-given')?.at ?? 0;
      if (event.type === 'visit-ended') return [{ ...event, at: first + 95 * MINUTE }];
      return at > first + 95 * MINUTE ? [] : [event];
    });
    expect(recordOf(early)?.contradictions).toContain(
      'Left 95 min after the first device; the protocol asks for 120 min.',
    );
  });
  test('REC-112 REC-220 home with a criterion unmet, with another escort, with nobody', () => {
    expect(
      told(endedVisit(), (event) =>
        event.type === 'criterion-checked' && event.criterion === 'steady-gait' ? { ...event, met: false } : event,
      ),
    ).toEqual(['Went home without: Steady gait.']);
    // As the criteria are called: an abbreviation stays one.
    expect(
      told(endedVisit(), (event) =>
        event.type === 'criterion-checked' && event.criterion === 'iv-out' ? { ...event, met: false } : event,
      ),
    ).toEqual(['Went home without: IV out.']);
    const leftWith = (escortName: string) => (event: VisitEvent) =>
      event.type === 'visit-ended' ? { ...event, escortName } : event;
    expect(told(endedVisit(), leftWith('Kim Adler'))).toEqual(['Left with Kim Adler; the ride named was Sam Marlow.']);
    expect(told(endedVisit(), leftWith('sam  MARLOW'))).toEqual([]);
    expect(
      told(endedVisit(), (event) => {
        if (event.type !== 'visit-ended') return event;
        const { escortName: _, ...alone } = event;
        return alone;
      }),
    ).toEqual(['Went home; with whom was never said.']);
  });
  test('REC-112 an entry timed outside the visit, an emergency that nobody ended', () => {
    const ended = endedVisit().at(-1)?.at ?? 0;
    expect(
      told(endedVisit(), (event) =>
        event.type === 'entry-recorded' && event.entry.kind === 'note' ? { ...event, happenedAt: ended + 1 } : event,
      ),
    ).toEqual(['An entry is timed after the visit’s end.']);
    expect(
      told(endedVisit(), (event) =>
        event.type === 'monitoring-ended'
          ? [{ type: 'emergency-declared', at: event.at, actor: event.actor }, event]
          : event,
      ),
    ).toEqual(['That the emergency is over was never said.']);
  });
  test('REC-112 of a file nobody is asked, and of a visit closed as the wrong patient’s nothing', () => {
    const imported = { file: 'a.csv', sha256: 'x' };
    const change = (event: VisitEvent): VisitEvent | undefined =>
      event.type === 'visit-opened' ? { ...event, imported } : without('identity-confirmed')(event);
    expect(told(endedVisit(), change)).toEqual([]);
    expect(
      told(endedVisit(), (event) =>
        event.type === 'visit-ended'
          ? { ...event, ending: 'wrong-patient', escortName: 'Nobody' }
          : without('identity-confirmed', 'pump-resumed')(event),
      ),
    ).toEqual([]);
  });
});
