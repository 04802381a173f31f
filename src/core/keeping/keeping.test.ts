import { describe, expect, test } from 'vitest';
import { administrator, nurse, provider, told } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import type { SiteCommand, SiteEvent, SiteEventBody, SiteState } from '../site-state.ts';
import { decideSite, evolveSite } from '../site.ts';
import { actsFrom } from './retention.ts';

class Site {
  state: SiteState | undefined;
  constructor() {
    this.record({ type: 'site-founded', name: 'Elm Street', demo: false, timeZone: 'Europe/Zurich' });
  }
  get now(): SiteState {
    if (!this.state) throw new Error('not founded');
    return this.state;
  }
  record(body: SiteEventBody, at = 0): this {
    const event: SiteEvent = { ...body, at, actor: administrator };
    this.state = evolveSite(this.state, event);
    return this;
  }
  ask(command: SiteCommand, actor: Actor = administrator) {
    return decideSite(this.now, command, {
      ...{ actor, newId: () => 'new', isChairFree: () => true, inChargeOf: () => [], models: [] },
      knowsVisit: (visitId) => visitId === 'v1',
    });
  }
  give(command: SiteCommand, at = 0): this {
    const answer = this.ask(command);
    if (!answer.ok) throw new Error(answer.refusal.message);
    for (const body of answer.value) this.record(body, at);
    return this;
  }
}

const set = (visitYears: number | null, auditYears: number | null = null) =>
  ({ type: 'retention:set', visitYears, auditYears }) as const;
const hold = (visitId: string, reason = 'a claim') => ({ type: 'visit:hold', visitId, reason }) as const;
const release = (visitId: string) => ({ type: 'visit:release', visitId }) as const;

describe('JR-76 how long the record is kept', () => {
  test('JR-76 until the clinic says, for ever; then so many years, and for ever again', () => {
    const site = new Site();
    expect(site.now.retention).toBeUndefined();
    site.give(set(10, 6), 5);
    expect(site.now.retention).toEqual({
      visitYears: 10,
      auditYears: 6,
      setAt: 5,
      byName: administrator.name,
      shortenedAt: 5,
    });
    expect(site.ask(set(10, 6))).toEqual({ ok: true, value: [] });
    expect(site.give(set(null)).now.retention).toBeUndefined();
    expect(site.ask(set(null))).toEqual({ ok: true, value: [] });
  });
  test.each<[string, number | null, number | null, number]>([
    ['shorter visits', 9, 6, 20],
    ['a shorter audit', 10, 5, 20],
    ['one shorter, one longer', 5, 8, 20],
    ['longer', 11, 6, 10],
    ['visits for ever', null, 6, 10],
    ['both longer', 12, null, 10],
  ])('JR-96 %s: what waits is what shortens', (_, visitYears, auditYears, from) => {
    const site = new Site().give(set(10, 6), 10).give(set(visitYears, auditYears), 20);
    expect(site.now.retention).toMatchObject({ setAt: 20, shortenedAt: from });
    expect(site.now.retention && actsFrom(site.now.retention)).toBe(from + 7 * 86_400_000);
  });
  test('JR-96 taken back and set again it waits anew', () => {
    const site = new Site().give(set(10, 6), 10).give(set(null), 20).give(set(10, 6), 30);
    expect(site.now.retention).toMatchObject({ shortenedAt: 30 });
  });
  test.each([0, -1, 0.5, 101, Number.NaN])('JR-76 %s years is none', (years) => {
    expect(told(new Site().ask(set(years)))).toContain('out-of-range: Give whole years from 1 to 100');
    expect(told(new Site().ask(set(null, years)))).toContain('out-of-range');
  });
  test.each([1, 100])('JR-76 %i years may be', (years) => {
    expect(new Site().give(set(years, years)).now.retention).toMatchObject({ visitYears: years, auditYears: years });
  });
  test.each([nurse, provider])('JR-76 by an administrator alone', (actor) => {
    for (const command of [set(10), hold('v1'), release('v1')])
      expect(told(new Site().ask(command, actor))).toContain('not-allowed');
  });
});

describe('JR-77 a held visit', () => {
  test('JR-77 is held with a reason, once, till it is released', () => {
    const site = new Site().give(hold('v1', ' a claim of 3 June '), 7);
    expect(site.now.holds).toEqual([{ visitId: 'v1', reason: 'a claim of 3 June', byName: administrator.name, at: 7 }]);
    expect(told(site.ask(hold('v1')))).toBe(
      `conflict: ${administrator.name} holds this visit already: a claim of 3 June.`,
    );
    expect(site.give(release('v1')).now.holds).toEqual([]);
    expect(told(site.ask(release('v1')))).toBe('conflict: Nobody holds this visit.');
  });
  test('JR-77 is one that the record has, and the reason is said', () => {
    expect(told(new Site().ask(hold('v2')))).toContain('not-found: There is no such visit in the record');
    expect(told(new Site().ask(hold('v1', '  ')))).toContain('The reason is missing');
  });
});
