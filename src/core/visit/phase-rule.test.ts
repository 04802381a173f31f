import { describe, expect, test } from 'vitest';
import { COMMAND_TYPES, EVERY_COMMAND, giverOf } from '../../../tests/support/every-command.ts';
import { aVisit, esketamine, told } from '../../../tests/support/visit-builder.ts';
import type { VisitCommandType } from '../command.ts';
import { PHASE_NAMES } from '../phase.ts';

/** Phases by their first letter: baseline, infusion, recovery, discharge, ended. */
const POSSIBLE_IN: Readonly<Record<VisitCommandType, string>> = {
  'identity:confirm': 'bird',
  'setup:record': 'bird',
  'baseline:freeze': 'b',
  'baseline:correct': 'bird',
  'hold:approve': 'b',
  'limits:change': 'bir',
  'infusion:start': 'b',
  'device:give': 'bi',
  'pump:pause': 'i',
  'pump:resume': 'i',
  'infusion:end': 'i',
  'infusion:reopen': 'r',
  'pump:volume': 'rd',
  'recovery:decide': 'r',
  'monitoring:end': 'r',
  'monitoring:reopen': 'd',
  'criterion:check': 'rd',
  'criterion:override': 'rd',
  'ride:wait': 'd',
  'visit:end': 'bird',
  'visit:move': 'bird',
  'patient:correct': 'bird',
  'emergency:declare': 'bird',
  'emergency:end': 'bird',
  'entry:record': 'bird',
  'bp:enter': 'bird',
  'cuff:measure': 'bird',
  'cuff:stop': 'bird',
  'alert:acknowledge': 'bird',
  'alert:pause-audio': 'bird',
  'mark:clear': 'bird',
  'patient:attended': 'ir',
  'message:send': 'bird',
  'message:read': 'bird',
  'provider:call': 'bird',
  'provider:answer': 'bird',
  'provider:call-off': 'bird',
  'order:verbal': 'bird',
  'order:cosign': 'birde',
  'order:dispute': 'birde',
  'record:close': 'e',
  'record:sign': 'e',
  'record:addend': 'e',
  'nurse:take-over': 'bird',
  'cover:begin': 'bird',
  'cover:end': 'bird',
  'off-monitor:begin': 'br',
  'off-monitor:back': 'br',
};

describe.each([
  ['infusion', undefined],
  ['administration', esketamine],
] as const)('each command in each phase of an %s', (_, protocol) => {
  const visits = PHASE_NAMES.map((phase) => [phase, aVisit({ phase, ...(protocol && { protocol }) })] as const);
  const cases = COMMAND_TYPES.flatMap((type) => visits.map(([phase, visit]) => [type, phase, visit] as const));

  test.each(cases)('PH-2 %s in %s', (type, phase, visit) => {
    const answer = visit.ask(EVERY_COMMAND[type], giverOf(EVERY_COMMAND[type]));
    const possible = POSSIBLE_IN[type].includes(phase.slice(0, 1));
    if (possible) expect(told(answer)).not.toMatch(/^wrong-phase/);
    else expect(told(answer)).toMatch(/^wrong-phase: .+ is not possible: this visit is [a-z ]+\. .+\.$/);
  });
});
