/**
 * A raised medium or high alert is audible at every instant, whatever pages come and go and whoever answers: somebody lets it be
 * heard, or a person's act explains the silence for a limited time, or everybody is told that nobody can and the bell rings (AL-181).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bedside } from '../../../tests/support/bedside.ts';
import { anyAct, anyAnswer, anyBp, anyLoss, anyPage, anyRestart } from '../../../tests/support/happenings.ts';
import { anyRun, courses, live, runs } from '../../../tests/support/happenings.ts';
import { SECOND } from '../../../tests/support/visit-builder.ts';
import { BellDesk } from '../../../server/clinic/bell-desk.ts';
import type { BellDeskDeps } from '../../../server/clinic/bell-desk.ts';
import { heardHere, mostUrgent } from '../alarm-signal/sounding.ts';
import type { AlertView } from '../view.ts';
import { alertViews } from '../view/alert-view.ts';
import { dutyOf } from './who-sounds.ts';

const anything = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(anyRun, anyBp) },
  { weight: 6, arbitrary: anyPage },
  { weight: 4, arbitrary: anyAnswer },
  { weight: 2, arbitrary: fc.oneof(anyLoss, anyAct, anyRestart) },
);

/** Docs: seen at the chair or the station, it sounds again after 2 min (high, or no SpO2 while infusing, itself or behind a lost adapter) or 5 min. */
const URGENT_MS = 120_000;
const MEDIUM_MS = 300_000;
const PAUSE_MS = 120_000;
/** A page is taken to sound for so long after its newest beat; a server that has just started concludes nothing for as long. */
const BEAT_LASTS_MS = 3_000;

function bellOf(bedside: Bedside): BellDesk {
  const running = [bedside].map((each) => ({
    visitId: 'v',
    get state() {
      return each.state;
    },
  }));
  return new BellDesk({
    visits: { running } as unknown as BellDeskDeps['visits'],
    site: { chair: () => ({ name: 'Chair 1' }) } as unknown as BellDeskDeps['site'],
    sound: { of: () => bedside.sound },
    calls: { bell: [() => Promise.resolve(true)], pageUrl: () => '' },
    log: undefined,
    now: () => bedside.now,
  });
}

/** What each page that can sound lets be heard. */
const heardAt = (bedside: Bedside, alerts: readonly AlertView[]) =>
  bedside.pages
    .filter(({ soundsAt }) => bedside.now - soundsAt < BEAT_LASTS_MS)
    .map(({ place }) => heardHere(place.kind, dutyOf(place.kind, bedside.sound), alerts, bedside.now));

/** The chair is to let it be heard, and can: one acknowledged from afar goes on there. */
const isTheChairs = ({ pages, sound, state, now }: Bedside, { priority }: AlertView): boolean =>
  pages.some(({ place, soundsAt }) => place.kind === 'chair' && now - soundsAt < BEAT_LASTS_MS) &&
  (priority === 'high' || state.quiet !== true || sound.station !== 'listens');

/** Why a person's act explains that this one is silent for now; undefined: none does. */
function explanation(bedside: Bedside, alert: AlertView): string | undefined {
  const { state, now } = bedside;
  const { audioPausedUntil, acknowledged } = alert;
  if (audioPausedUntil !== undefined && now < audioPausedUntil && audioPausedUntil - now <= PAUSE_MS) return 'paused';
  if (!acknowledged || (acknowledged.place !== 'chair' && isTheChairs(bedside, alert))) return undefined;
  // What stands in for a missing SpO2 says so.
  const isOfSpo2 = alert.kind === 'no-spo2' || (alert.kind === 'adapter-lost' && alert.detail.includes('No SpO₂'));
  const isUrgent = alert.priority === 'high' || (isOfSpo2 && state.phase.name === 'infusion');
  if (now < acknowledged.at + (isUrgent ? URGENT_MS : MEDIUM_MS)) return 'acknowledged';
  return alert.condition === 'clearing' ? 'acknowledged, and its newest value is in range' : undefined;
}

test('AL-181 AL-122 AL-124 at every instant a raised alert is heard, or a person explains the silence for a while, or the bell rings', () => {
  fc.assert(
    fc.property(courses(anything), (course) => {
      live(course, {}, (bedside) => {
        const bell = bellOf(bedside);
        bedside.watchers.push(() => {
          bell.tick();
          const { state, now, startedAt } = bedside;
          const isWatched = state.protocol.technical.phases.includes(state.phase.name) && state.sound !== undefined;
          if (!isWatched || now - startedAt < BEAT_LASTS_MS + SECOND) return;
          const alerts = alertViews(state, now);
          const heard = heardAt(bedside, alerts);
          for (const alert of alerts) {
            if (alert.priority === 'low' || alert.waitingUntil !== undefined) continue;
            const why = explanation(bedside, alert);
            // Quiet or not, what is high sounds at the chair too.
            if (alert.priority === 'high' && why === undefined && isTheChairs(bedside, alert))
              expect(heardHere('chair', dutyOf('chair', bedside.sound), alerts, now)).toContain(alert);
            if (heard.some((each) => each.includes(alert))) continue;
            const isTold = state.alerts['nobody-listening'] !== undefined && bell.health === 'ringing';
            const told = why ?? (isTold ? 'nobody can, and everybody is told' : undefined);
            expect(told, `${alert.kind} is silent`).toBeDefined();
          }
          for (const each of heard) {
            const isHigh = each.some(({ priority }) => priority === 'high');
            expect(mostUrgent(each)?.priority).toBe(each.length === 0 ? undefined : isHigh ? 'high' : 'medium');
          }
        });
      });
    }),
    runs(40),
  );
});
