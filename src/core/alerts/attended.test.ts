import { describe, expect, test } from 'vitest';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import { administrator, aVisit, MINUTE, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import { viewChangesAt } from '../view.ts';
import { publishedProtocols } from '../protocols/published.ts';

const ATTENDED = { type: 'patient:attended' } as const;
/** The last value is of 100 s: high is due at 160 s. */
const lost = () => watched().steady(0, 100);
const attend = (visit: ReturnType<typeof lost>, second: number) =>
  visit.record(second, { type: 'patient-attended', until: at(second + 120), byName: 'N. Okafor' });
const missing = (visit: ReturnType<typeof lost>) => visit.log('no-spo2');
const UNTIL_MEDIUM = ['110 issued no-spo2 low', '120 raised no-spo2 medium'];

describe("I'm with the patient", () => {
  test.each([
    [269.999, UNTIL_MEDIUM],
    [270, [...UNTIL_MEDIUM, '270 raised no-spo2 high']],
  ])('AL-87 said at 150 s: medium until 2 min later, now %s s', (now, expected) => {
    expect(missing(attend(lost(), 150).tick(now))).toEqual(expected);
  });
  test('AL-87 said again it is renewed, and it expires by time alone', () => {
    const visit = attend(attend(lost(), 150), 260).tick(379.999);
    expect(missing(visit)).toEqual(UNTIL_MEDIUM);
    expect(missing(visit.tick(380)).at(-1)).toBe('380 raised no-spo2 high');
  });
  test('AL-87 one that comes up late does not shorten a newer one', () => {
    const visit = attend(lost(), 150).record(155, { type: 'patient-attended', until: at(180), byName: 'R. Lind' });
    expect(visit.state.attended).toEqual({ until: at(270), byName: 'N. Okafor' });
  });
  test('AL-87 what is high already stays high', () => {
    const visit = attend(lost().tick(161), 162).tick(300);
    expect(missing(visit)).toEqual([...UNTIL_MEDIUM, '160 raised no-spo2 high']);
  });
  test('AL-87 it touches no other alert, and does not end this one', () => {
    const visit = attend(watched().steady(0, 20, 84), 21).tick(120);
    expect(visit.state.alerts['spo2-low']?.priority).toBe('high');
    expect(visit.state.alerts['no-spo2']?.priority).toBe('medium');
  });
  test('AL-87 the lost adapter that stands in for it waits as long', () => {
    const visit = attend(lost().record(101, { type: 'adapter-disconnected', adapterId: 'a' }), 150);
    expect(visit.tick(269.999).log('adapter-lost')).toEqual(['111 issued adapter-lost medium']);
    expect(visit.tick(270).log('adapter-lost').at(-1)).toBe('270 raised adapter-lost high');
  });
  test.each([
    ['the oximeter', 'oximeter', 271.999, []],
    ['the oximeter', 'oximeter', 272, ['272 resounded adapter-lost']],
    ['the cuff alone', 'cuff', 451.999, []],
    ['the cuff alone', 'cuff', 452, ['452 resounded adapter-lost']],
  ] as const)(
    'AL-201 a lost adapter of %s (%s), kept at medium and acknowledged at 152 s: now %s s',
    (_, feed, now, expected) => {
      const visit = lost().record(101, { type: 'adapter-disconnected', adapterId: 'a', feeds: [feed] });
      if (feed === 'cuff') visit.steady(101, 149);
      attend(visit, 150).acknowledge(152, 'adapter-lost');
      if (feed === 'cuff') visit.steady(153, Math.floor(now));
      else attend(visit, 260);
      expect(
        visit
          .tick(now)
          .log('adapter-lost')
          .filter((line) => line.includes('resounded')),
      ).toEqual(expected);
    },
  );
  test('AL-201 in recovery it has 5 min, as the missing SpO2 has', () => {
    const visit = lost().record(101, { type: 'adapter-disconnected', adapterId: 'a' });
    visit.record(102, { type: 'infusion-ended', happenedAt: at(102), reason: 'completed' });
    const log = visit.acknowledge(152, 'adapter-lost').tick(452).log('adapter-lost');
    expect(log).toEqual([
      '111 issued adapter-lost medium',
      '152 acknowledged adapter-lost',
      '452 resounded adapter-lost',
    ]);
  });
  test('AL-87 across a restart it counts on', () => {
    expect(missing(attend(lost(), 150).resume(200).tick(269)).at(-1)).toBe('120 raised no-spo2 medium');
    expect(missing(attend(lost(), 150).resume(400)).at(-1)).toBe('400 raised no-spo2 high');
  });
  test('AL-87 the view counts down and changes when it ends', () => {
    const visit = attend(lost(), 150);
    expect(viewAt(visit, 269.999).attended).toEqual({ until: at(270), byName: 'N. Okafor' });
    expect(viewAt(visit, 270).attended).toBeNull();
    expect(viewChangesAt(viewAt(visit, 269.5), at(269.5))).toBeLessThanOrEqual(at(270));
  });
});

describe('who may say it, and when', () => {
  test.each([
    ['a nurse', nurse, 'accepted'],
    ['a provider', provider, 'accepted'],
    ['an administrator', administrator, 'not-allowed'],
    ['nobody named', screen, 'not-allowed'],
  ])('PH-100 %s', (_, by, expected) => {
    expect(told(aVisit({ phase: 'infusion' }).ask(ATTENDED, by)).split(':')[0]).toBe(expected);
  });
  test('PH-100 recorded with its end, 2 min after the tap', () => {
    const visit = aVisit({ phase: 'infusion' });
    const answer = visit.ask(ATTENDED);
    expect(answer.ok && answer.value).toEqual([
      { type: 'patient-attended', until: visit.now + 2 * MINUTE, byName: nurse.name },
    ]);
  });
  test('PH-100 an earlier protocol names the way out', () => {
    const { attended: _, ...technical } = publishedProtocols[0].technical;
    const protocol = { ...publishedProtocols[0], technical };
    expect(told(aVisit({ phase: 'infusion', protocol }).ask(ATTENDED))).toMatch(/acknowledge the alert instead/);
  });
});
