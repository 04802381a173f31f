/** A past visit as a page has read it: a desaturation that was acknowledged, a gap, a high BP, a recovery, an end. */
import { Replay } from '#core/past/replay.ts';
import { visitFacts } from '#core/past/visit-summary.ts';
import type { VisitEvent } from '#core/event.ts';
import type { PastVisit, PastVisitHead } from '#protocol/history.ts';
import { nurse, system } from './visit-builder.ts';
import { START, watched } from './watched-visit.ts';

/** Seconds after the opening. */
export const ALERT_AT = 135;
export const SEEN_AT = 140;
export const ENDED_AT = 900;

export function loadedVisit(): { readonly head: PastVisitHead; readonly replay: Replay } {
  const visit = watched({ tickMs: 1_000 }).steady(1, 4).bp(5, 122, 78).steady(6, 119).steady(120, SEEN_AT, 88);
  const alertId = visit.state.alerts['spo2-low']?.alertId ?? '';
  visit.give(SEEN_AT, { type: 'alert:acknowledge', alertId }, nurse);
  visit
    .steady(SEEN_AT + 1, 200)
    .noValue(201)
    .tick(230)
    .steady(231, 299)
    .bp(300, 188, 114)
    .steady(301, 330);
  visit.give(331, { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 }, nurse);
  visit.steady(332, 360);
  const end: VisitEvent = {
    type: 'visit-ended',
    ending: 'transferred',
    byName: nurse.name,
    at: START + ENDED_AT * 1_000,
    actor: system,
  };
  const events = [...visit.events, end];
  const facts = visitFacts(events);
  if (!facts) throw new Error('It is not over.');
  const patient = { patientId: facts.patientId, name: 'Ada Byron', birthDate: '1980-12-10' };
  const names = { patients: [patient], chairs: [{ chairId: 'c', name: 'Chair 1', from: 0 }] };
  const summary: PastVisit = { ...facts, patient, chairName: 'Chair 1' };
  return { head: { visit: summary, names, events: events.length }, replay: new Replay(events) };
}
