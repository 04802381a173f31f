import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { administrator, aVisit, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import type { VisitCommand } from '../command.ts';
import { PHASE_NAMES } from '../phase.ts';
import { decide, evolve } from '../visit.ts';
import { recordOf } from './record-of.ts';
import { NOT_SIGNED, signOffStep } from './sign-off.ts';
import type { SignOff } from './sign-off.ts';

const close = { type: 'record:close', seen: 0, seenSeq: 7 } as const;
const sign = { type: 'record:sign', seen: 0, seenSeq: 7 } as const;
const addend = (text = 'The lot was L-78.') => ({ type: 'record:addend', text }) as const;
const over = (): VisitBuilder => aVisit({ phase: 'ended' });

/** As the server asks: it has looked what does not agree, in the record up to its event 7. */
const ask = (visit: VisitBuilder, command: VisitCommand, by: Actor = nurse, contradictions: readonly string[] = []) =>
  decide(visit.state, command, { ...visit.context(by), record: { seq: 7, contradictions } });
function give(visit: VisitBuilder, command: VisitCommand, by: Actor = nurse, contradictions?: readonly string[]) {
  const answer = ask(visit, command, by, contradictions);
  if (!answer.ok) throw new Error(answer.refusal.message);
  for (const body of answer.value) visit.after(1_000).record(body, by);
  return visit;
}
const signOffOf = ({ state }: VisitBuilder): SignOff => state.signOff ?? NOT_SIGNED;

describe('PH-180 closed by a nurse or a provider, signed by a provider', () => {
  test('PH-180 both names and times stand', () => {
    const visit = give(give(over(), close), sign, provider);
    expect(signOffOf(visit)).toEqual({
      closed: { byName: nurse.name, at: visit.now - 1_000, contradictions: [] },
      signed: { byName: provider.name, at: visit.now, contradictions: [] },
      addenda: [],
    });
    expect(signOffStep(signOffOf(visit))).toBe('signed');
  });
  test('PH-180 where there is no nurse, a provider closes and signs', () => {
    expect(signOffOf(give(give(over(), close, provider), sign, provider))).toMatchObject({
      closed: { byName: provider.name },
      signed: { byName: provider.name },
    });
  });
  test.each([
    ['a nurse signs', sign, nurse, 'needs-provider: Only a provider may do this'],
    ['an administrator closes', close, administrator, 'not-allowed: An administrator does not act on a visit'],
    ['nobody closes', close, screen, 'not-allowed'],
    ['nobody adds', addend(), screen, 'not-allowed'],
  ] as const)('PH-180 %s: refused', (_, command, by, sentence) => {
    expect(told(ask(give(over(), close), command, by))).toContain(sentence);
  });
  test('PH-180 once each', () => {
    const visit = give(over(), close);
    expect(told(ask(visit, close))).toBe(
      'conflict: N. Okafor has closed this record already: a correction is an addendum.',
    );
    give(visit, sign, provider);
    for (const again of [close, sign])
      expect(told(ask(visit, again, provider))).toMatch(
        /^conflict: .+ this record already: a correction is an addendum/,
      );
  });
  test.each(PHASE_NAMES.filter((phase) => phase !== 'ended'))('PH-180 not in %s', (phase) => {
    for (const command of [close, sign, addend()])
      expect(told(ask(aVisit({ phase }), command, provider))).toMatch(/^wrong-phase: .+(End the visit|Record a note)/);
  });
  test.each(['home', 'transferred', 'left-against-advice', 'cancelled'] as const)('PH-186 ended as %s', (ending) => {
    expect(signOffStep(signOffOf(give(give(aVisit({ phase: 'ended', ending }), close), sign, provider)))).toBe(
      'signed',
    );
  });
  test('PH-186 ended as the wrong patient’s', () => {
    const visit = over();
    visit.record({ type: 'visit-ended', ending: 'wrong-patient', byName: nurse.name }, nurse);
    expect(signOffStep(signOffOf(give(give(visit, close), sign, provider)))).toBe('signed');
  });
});

test('PH-187 of a visit that was made of a file nothing is closed, signed or added to', () => {
  const visit = over();
  for (const [command, by] of [
    [close, nurse],
    [sign, provider],
    [addend(), nurse],
  ] as const)
    expect(
      told(
        decide({ ...visit.state, imported: { file: 'march.csv', sha256: 'f00d' } }, command, {
          ...visit.context(by),
          record: { seq: 7, contradictions: [] },
        }),
      ),
    ).toContain('conflict: This visit was made of a file of recorded vitals');
});

describe('PH-181 what a provider does not sign', () => {
  test('PH-181 what nobody closed', () => {
    expect(told(ask(over(), sign, provider))).toBe(
      'not-ready: This record is not closed yet: close it first, then sign it.',
    );
  });
  test('PH-181 what has a verbal order open: the refusal says which; it may be closed', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 1 });
    visit.give({
      type: 'order:verbal',
      ...{ orderedBy: provider.name, readBack: true, minutesAgo: 0 },
      command: { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'usual 88' },
    });
    visit.give({ type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
    give(visit, close);
    expect(told(ask(visit, sign, provider))).toBe(
      'not-ready: Co-sign or dispute first what was ordered by word of mouth: change limits (Dr. Ruiz).',
    );
    visit.give({ type: 'order:cosign', orderId: visit.state.orders?.[0]?.orderId ?? '' }, provider);
    expect(told(ask(visit, sign, provider))).toBe('accepted');
  });
});

describe('PH-182 what does not agree', () => {
  const two = ['The pump’s volume is 40 mg, the estimate 30 mg.', 'Left with Jo; the ride named was Kim.'];
  test.each([0, 1, 3])('PH-182 two sentences stand there, %d were seen: look again', (seen) => {
    const answer = told(ask(over(), { ...close, seen }, nurse, two));
    expect(answer).toBe(
      `conflict: What does not agree in this record has changed since it was shown: 2 now, ${seen} then. Look again.`,
    );
    expect(told(ask(give(over(), { ...close, seen: 2 }, nurse, two), { ...sign, seen }, provider, two))).toBe(answer);
  });
  test('PH-182 the sentences stand with the signature', () => {
    const visit = give(give(over(), { ...close, seen: 2 }, nurse, two), { ...sign, seen: 1 }, provider, two.slice(1));
    expect(signOffOf(visit)).toMatchObject({ closed: { contradictions: two }, signed: { contradictions: [two[1]] } });
  });
  test('PH-182 when nobody could look, nothing is signed', () => {
    expect(told(over().ask(close))).toBe('unavailable: The record cannot be checked now: try again in a minute.');
  });
});

describe('PH-189 what came after it was read', () => {
  const changed = 'conflict: The record has changed since you read it: look again.';
  test.each([6, 8])('PH-189 the record is at 7, %d was read: nothing is closed or signed', (seenSeq) => {
    expect(told(ask(over(), { ...close, seenSeq }))).toBe(changed);
    expect(told(ask(give(over(), close), { ...sign, seenSeq }, provider))).toBe(changed);
  });
  test('PH-189 who signs what somebody else signed meanwhile is told who did', () => {
    const visit = give(give(over(), close), sign, provider);
    expect(told(ask(visit, { ...sign, seenSeq: 6 }, provider))).toContain('Dr. Ruiz has signed this record already');
  });
  test('PH-189 a signature names the addenda that were shown, and no other is seen by it', () => {
    const visit = give(give(over(), close), addend('The wrong dose was given.'));
    const answer = ask(visit, sign, provider);
    const [shown] = signOffOf(visit).addenda;
    expect(answer.ok && answer.value).toMatchObject([{ type: 'record-signed', addenda: [shown?.addendumId] }]);
    give(visit, addend('And the pump was off.'));
    if (answer.ok) for (const body of answer.value) visit.after(1_000).record(body, provider);
    expect(signOffOf(visit).addenda.map(({ seen }) => seen?.byName)).toEqual([provider.name, undefined]);
    expect(signOffStep(signOffOf(visit))).toBe('to-see');
  });
});

describe('PH-183 PH-184 addenda', () => {
  const signed = () => give(give(over(), close), sign, provider);
  test.each([
    ['', 'not-ready: The text of the addendum is missing'],
    ['  \n ', 'not-ready'],
    ['x', 'accepted'],
    ['x'.repeat(2_000), 'accepted'],
    ['x'.repeat(2_001), 'out-of-range: An addendum has at most 2000 characters'],
  ])('PH-183 %#', (text, answer) => {
    expect(told(ask(signed(), addend(text)))).toContain(answer);
  });
  test('PH-184 a nurse’s waits for a provider, who signs for it again; the signature stays as it was', () => {
    const visit = signed();
    const first = signOffOf(visit).signed;
    give(visit, addend());
    expect(signOffStep(signOffOf(visit))).toBe('to-see');
    expect(told(ask(visit, sign, nurse))).toContain('needs-provider');
    give(visit, sign, { ...provider, name: 'Dr. Adeyemi' });
    expect(signOffOf(visit).signed).toEqual(first);
    expect(signOffOf(visit).addenda).toMatchObject([
      { byName: nurse.name, seen: { byName: 'Dr. Adeyemi', at: visit.now } },
    ]);
    expect(signOffStep(signOffOf(visit))).toBe('signed');
  });
  test('PH-184 a provider’s own is seen as it is written, and hides no nurse’s', () => {
    const visit = give(signed(), addend('mine'), provider);
    expect(signOffStep(signOffOf(visit))).toBe('signed');
    give(give(visit, addend('a nurse’s')), addend('mine again'), provider);
    expect(signOffStep(signOffOf(visit))).toBe('to-see');
  });
  test('PH-183 before the signature too; the signature sees it', () => {
    const visit = give(give(over(), addend()), close);
    expect(signOffStep(signOffOf(visit))).toBe('to-sign');
    expect(signOffOf(give(visit, sign, provider)).addenda).toMatchObject([{ seen: { byName: provider.name } }]);
  });
});

describe('PH-185 in any order', () => {
  const step = fc.record({
    command: fc.oneof(
      fc.constantFrom<VisitCommand>(close, sign, { ...close, seen: 1 }, { ...sign, seen: 1 }, { ...sign, seenSeq: 6 }),
      fc.string().map((text) => addend(text)),
    ),
    by: fc.constantFrom<Actor>(nurse, provider, administrator, screen),
    contradictions: fc.constantFrom([], ['One sentence.']),
  });
  test('PH-185 a signature stays as it was signed, none comes before the closing, and no addendum is lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const visit = over();
        let written = 0;
        for (const { command, by, contradictions } of steps) {
          const before = signOffOf(visit);
          const { signOff: _, latestAt: __, ...rest } = visit.state;
          const answer = ask(visit, command, by, contradictions);
          if (answer.ok) for (const body of answer.value) visit.after(1_000).record(body, by);
          const { signOff = NOT_SIGNED, latestAt: ___, ...same } = visit.state;
          expect(same).toEqual(rest);
          if (answer.ok && command.type === 'record:addend') written += 1;
          expect(signOff.addenda).toHaveLength(written);
          expect(signOff.addenda.map(({ text }) => text).slice(0, before.addenda.length)).toEqual(
            before.addenda.map(({ text }) => text),
          );
          for (const each of ['closed', 'signed'] as const)
            if (before[each]) expect(signOff[each]).toEqual(before[each]);
          if (signOff.signed) expect(signOff.closed?.at).toBeLessThan(signOff.signed.at);
        }
        // A journal that says each addendum twice says no more.
        const added = visit.events.filter(({ type }) => type === 'addendum-added');
        expect(added.reduce(evolve, visit.state).signOff).toEqual(visit.state.signOff);
      }),
    );
  });
  test('PH-185 what a journal says of a visit that is not over, or of a record nobody closed, changes nothing', () => {
    const running = aVisit({ phase: 'infusion' });
    const before = running.state;
    running.record({ type: 'record-closed', byName: 'x', contradictions: [] }, nurse);
    running.record({ type: 'addendum-added', addendumId: 'a', text: 'x', byName: 'x' }, nurse);
    expect(running.state).toBe(before);
    const visit = over();
    visit.record({ type: 'record-signed', byName: 'x', contradictions: [] }, provider);
    expect(visit.state.signOff).toBeUndefined();
  });
});

test('PH-188 values that come once it is signed join the record, which says how many; those of before say nothing', () => {
  const visit = aVisit({ phase: 'recovery', minutes: 1 });
  visit.give({ type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  const endedAt = visit.now;
  const late = (ago: number) =>
    visit.reading({
      kind: 'oximetry',
      quality: 'good',
      causes: [],
      measuredAt: endedAt - ago,
      spo2Pct: 97,
      pulseBpm: 70,
    });
  late(5_000);
  give(give(visit, close), sign, provider);
  const sentences = () =>
    recordOf(visit.events)?.contradictions.filter((sentence) => sentence.includes('after it was signed'));
  expect(sentences()).toEqual([]);
  late(4_000);
  expect(sentences()).toEqual(['1 value came in after it was signed.']);
  late(3_000);
  expect(sentences()).toEqual(['2 values came in after it was signed.']);
  expect(visit.state.signOff).toMatchObject({ signed: { contradictions: [] } });
});
