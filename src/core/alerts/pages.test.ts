import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { pagesToCallOff, pagesToSend } from './pages.ts';
import type { Page } from './pages.ts';

const toSend = ({ state }: WatchedVisit): readonly Page[] => pagesToSend(state, at(0));
const toCallOff = ({ state }: WatchedVisit): readonly Page[] => pagesToCallOff(state);
const first = { alertId: 'alert-1', to: 'provider', askedAt: at(0) } as const;
const second = { ...first, askedAt: at(210) };

/** Paged at 60 s, answered at 90 s, and nobody takes the word that it was answered before it sounds again at 210 s. */
const askedAgain = (sent: Omit<Page, 'askedAt'> & Partial<Page> = first): WatchedVisit =>
  watched()
    .steady(0, 61, 84)
    .record(62, { type: 'page-sent', ...sent })
    .steady(63, 89, 84)
    .acknowledge(90, 'spo2-low')
    .steady(91, 271, 84);

describe('an alert that asks again', () => {
  test('AL-192 a page of the time before that nobody called off yet does not stand for a new one: both are due', () => {
    const visit = askedAgain();
    expect(toSend(visit)).toEqual([second]);
    expect(toCallOff(visit)).toEqual([first]);
  });
  test('AL-192 each call-off takes its own page away', () => {
    const visit = askedAgain().record(272, { type: 'page-sent', ...second });
    expect(toSend(visit)).toEqual([]);
    expect(toCallOff(visit)).toEqual([first]);
    visit.record(273, { type: 'page-sent', ...first, over: true });
    expect(visit.state.pages).toEqual([second]);
    visit.record(274, { type: 'page-sent', ...second, over: true });
    expect(visit.state.pages).toEqual([]);
  });
  test('AL-192 a page of an old record, which does not say since when, stands for any', () => {
    const visit = askedAgain({ alertId: 'alert-1', to: 'provider' });
    expect(toSend(visit)).toEqual([]);
    visit.acknowledge(275, 'spo2-low').record(276, { type: 'page-sent', ...second, over: true });
    expect(visit.state.pages).toEqual([]);
  });
});
