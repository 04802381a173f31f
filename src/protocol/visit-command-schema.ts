/** Every command of a visit as it may arrive on the wire (docs/SPEC.md, WS). */
import * as z from 'zod/mini';
import { MINUTES_AGO } from '#core/command.ts';
import { CHECKED_BY_HAND, CRITERIA } from '#core/discharge.ts';
import { EMERGENCY_STEPS, INTERVENTIONS, RESPONSES, SCALES, SIDE_EFFECTS } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { LIMIT_NAMES } from '#core/limits/limit-name.ts';
import { STOP_REASONS } from '#core/phase.ts';
import { SIDES } from '#core/setup.ts';
import type { SetUp } from '#core/setup.ts';
import {
  durationMs,
  idText,
  messageText,
  mmHg,
  intIn,
  noteText,
  numberIn,
  percent,
  perMinute,
  reasonText,
  shortText,
} from './bounded.ts';
import type { OpenVisit, WireVisitCommand } from './screen-events.ts';

const command = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

const minutesAgo = z.literal(MINUTES_AGO);
const reason = reasonText;
const pumpVolumeMl = numberIn(0, 10_000);
const alertId = idText;

export const patientSchema = z.strictObject({
  name: shortText,
  birthDate: z.iso.date(),
  recordNumber: z.exactOptional(shortText),
}) satisfies z.ZodMiniType<OpenVisit['patient']>;

const setUp = z.strictObject({
  weightKg: z.exactOptional(numberIn(1, 500)),
  doseMgPerKg: z.exactOptional(numberIn(0.001, 20)),
  doseMg: z.exactOptional(numberIn(0.1, 2_000)),
  concentrationMgPerMl: z.exactOptional(numberIn(0.001, 200)),
  lot: z.exactOptional(shortText),
  ivSite: z.exactOptional(shortText),
  cuffArm: z.exactOptional(z.enum(SIDES)),
  oximeterHand: z.exactOptional(z.enum(SIDES)),
  plannedMs: z.exactOptional(durationMs),
  bpEveryMs: z.exactOptional(durationMs),
  ride: z.exactOptional(z.strictObject({ name: shortText, phone: shortText })),
  ridePlan: z.exactOptional(z.strictObject({ plan: reasonText, byName: shortText })),
  nurseName: z.exactOptional(shortText),
  providerName: z.exactOptional(shortText),
}) satisfies z.ZodMiniType<SetUp>;

const kind = <Kind extends string, Shape extends z.core.$ZodLooseShape>(name: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(name), ...shape });

const entry = z.discriminatedUnion('kind', [
  kind('side-effect', {
    effect: z.enum(SIDE_EFFECTS),
    severity: z.exactOptional(z.enum(['mild', 'moderate', 'severe'])),
    text: z.exactOptional(noteText),
  }),
  kind('intervention', {
    intervention: z.enum(INTERVENTIONS),
    forAlertId: z.exactOptional(idText),
    text: z.exactOptional(noteText),
  }),
  kind('oxygen', { flowLPerMin: numberIn(0, 60) }),
  kind('scale', {
    scale: z.enum(SCALES),
    score: numberIn(-100, 100),
    items: z.exactOptional(z.array(numberIn(0, 100)).check(z.maxLength(12))),
  }),
  kind('vitals', {
    spo2Pct: z.exactOptional(percent),
    pulseBpm: z.exactOptional(perMinute),
    respiratoryRatePerMin: z.exactOptional(perMinute),
  }),
  kind('response', { response: z.enum(RESPONSES), nausea: z.exactOptional(z.boolean()) }),
  kind('note', { text: noteText }),
  kind('bp-started', {}),
  kind('emergency', { step: z.enum(EMERGENCY_STEPS), text: z.exactOptional(noteText) }),
]) satisfies z.ZodMiniType<Entry>;

const orderable = [
  command('baseline:correct', {
    systolicMmHg: mmHg,
    diastolicMmHg: mmHg,
    spo2Pct: percent,
    pulseBpm: perMinute,
    reason,
  }),
  command('hold:approve', { reason }),
  command('limits:change', {
    limits: z.partialRecord(z.enum(LIMIT_NAMES), z.nullable(numberIn(0, 400))),
    reason,
  }),
  command('recovery:decide', { choice: z.enum(['extend', 'treated']), reason }),
  command('criterion:override', { criterion: z.enum(CRITERIA), reason }),
] as const;

export const visitCommandSchema = z.discriminatedUnion('type', [
  command('identity:confirm', {}),
  command('setup:record', { setUp, confirmed: z.exactOptional(z.boolean()) }),
  command('baseline:freeze', {}),
  ...orderable,
  command('infusion:start', { minutesAgo }),
  command('device:give', { mg: numberIn(0.1, 200), lot: shortText, minutesAgo }),
  command('pump:pause', { minutesAgo }),
  command('pump:resume', { minutesAgo }),
  command('infusion:end', {
    reason: z.enum(STOP_REASONS),
    pumpVolumeMl: z.exactOptional(pumpVolumeMl),
    text: z.exactOptional(noteText),
    minutesAgo,
  }),
  command('infusion:reopen', { reason }),
  command('pump:volume', { pumpVolumeMl }),
  command('monitoring:end', {}),
  command('monitoring:reopen', { reason }),
  command('criterion:check', { criterion: z.enum(CHECKED_BY_HAND), met: z.boolean() }),
  command('ride:wait', {}),
  command('visit:end', {
    ending: z.enum(['home', 'transferred', 'left-against-advice', 'cancelled']),
    reason: z.exactOptional(reasonText),
    escortName: z.exactOptional(shortText),
  }),
  command('visit:move', { chairId: idText }),
  command('patient:correct', { patient: patientSchema, reason }),
  command('emergency:declare', {}),
  command('emergency:end', {}),
  command('order:verbal', {
    orderedBy: shortText,
    readBack: z.literal(true),
    minutesAgo,
    command: z.discriminatedUnion('type', orderable),
  }),
  command('order:cosign', { orderId: idText }),
  command('order:dispute', { orderId: idText, reason, undo: z.exactOptional(z.boolean()) }),
  command('record:close', { seen: intIn(0, 100), seenSeq: intIn(1, Number.MAX_SAFE_INTEGER) }),
  command('record:sign', { seen: intIn(0, 100), seenSeq: intIn(1, Number.MAX_SAFE_INTEGER) }),
  command('record:addend', { text: noteText }),
  command('nurse:take-over', { from: z.nullable(shortText) }),
  command('cover:begin', {}),
  command('cover:end', {}),
  command('entry:record', { entry, minutesAgo }),
  command('bp:enter', { systolicMmHg: mmHg, diastolicMmHg: mmHg, minutesAgo }),
  command('cuff:measure', {}),
  command('cuff:stop', {}),
  command('alert:acknowledge', { alertId }),
  command('alert:pause-audio', { alertId }),
  command('mark:clear', { alertId }),
  command('patient:attended', {}),
  command('off-monitor:begin', {}),
  command('off-monitor:back', {}),
  command('message:send', { text: messageText }),
  command('message:read', { messageId: idText }),
  command('provider:call', {}),
  command('provider:answer', {}),
  command('provider:call-off', {}),
]) satisfies z.ZodMiniType<WireVisitCommand>;

// `satisfies` above proves that each form is a command; this proves that each command has a form.
type Missing = Exclude<WireVisitCommand['type'], z.infer<typeof visitCommandSchema>['type']>;
true satisfies [Missing] extends [never] ? true : never;
