/** Requests a person makes about one visit. `decide` answers each with events or a refusal. */
import type { CheckedByHand, Criterion } from './discharge.ts';
import type { Entry } from './entry.ts';
import type { LimitName } from './limits/limit-name.ts';
import type { Ending, StopReason } from './phase.ts';
import type { SetUp } from './setup.ts';

/** Minutes before the tap at which it happened: now, 2, 5 or 10 min ago. */
export const MINUTES_AGO = [0, 2, 5, 10] as const;
export type MinutesAgo = (typeof MINUTES_AGO)[number];

/** What a provider decides, and may order by word of mouth (PH-173). */
export type OrderableCommand =
  | {
      readonly type: 'baseline:correct';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly spo2Pct: number;
      readonly pulseBpm: number;
      readonly reason: string;
    }
  | { readonly type: 'hold:approve'; readonly reason: string }
  /** A number, or null for the protocol's own. */
  | {
      readonly type: 'limits:change';
      readonly limits: Readonly<Partial<Record<LimitName, number | null>>>;
      readonly reason: string;
    }
  | { readonly type: 'recovery:decide'; readonly choice: 'extend' | 'treated'; readonly reason: string }
  | { readonly type: 'criterion:override'; readonly criterion: Criterion; readonly reason: string };

export type VisitCommand =
  | OrderableCommand
  | { readonly type: 'identity:confirm' }
  /** Merged over what is there. `confirmed` answers "dose and weight disagree" and "weight changed" with yes. */
  | { readonly type: 'setup:record'; readonly setUp: SetUp; readonly confirmed?: boolean }
  | { readonly type: 'baseline:freeze' }
  | { readonly type: 'infusion:start'; readonly minutesAgo: MinutesAgo }
  | { readonly type: 'device:give'; readonly mg: number; readonly lot: string; readonly minutesAgo: MinutesAgo }
  | { readonly type: 'pump:pause'; readonly minutesAgo: MinutesAgo }
  | { readonly type: 'pump:resume'; readonly minutesAgo: MinutesAgo }
  | {
      readonly type: 'infusion:end';
      readonly reason: StopReason;
      readonly pumpVolumeMl?: number;
      readonly text?: string;
      readonly minutesAgo: MinutesAgo;
    }
  | { readonly type: 'infusion:reopen'; readonly reason: string }
  | { readonly type: 'pump:volume'; readonly pumpVolumeMl: number }
  | { readonly type: 'monitoring:end' }
  | { readonly type: 'monitoring:reopen'; readonly reason: string }
  | { readonly type: 'criterion:check'; readonly criterion: CheckedByHand; readonly met: boolean }
  | { readonly type: 'ride:wait' }
  /** `home` needs every criterion met or overridden, and the escort's name (or a recorded ride plan). */
  | {
      readonly type: 'visit:end';
      readonly ending: Exclude<Ending, 'wrong-patient'>;
      readonly reason?: string;
      readonly escortName?: string;
    }
  /** By a nurse, on the word of that provider, read back to them and confirmed. It takes effect at once. */
  | {
      readonly type: 'order:verbal';
      readonly orderedBy: string;
      readonly readBack: true;
      readonly minutesAgo: MinutesAgo;
      readonly command: OrderableCommand;
    }
  /** By the provider who ordered it or, named as such, another one; of an ended visit too. */
  | { readonly type: 'order:cosign'; readonly orderId: string }
  /** Records that it was not so ordered. `undo`: and takes back what still holds of it. */
  | { readonly type: 'order:dispute'; readonly orderId: string; readonly reason: string; readonly undo?: boolean }
  /**
   * Of a visit that is over. What was shown to whoever closes or signs it: how many contradictions (`seen`), of the record as it was up to
   * which event (`seenSeq`).
   */
  | { readonly type: 'record:close'; readonly seen: number; readonly seenSeq: number }
  | { readonly type: 'record:sign'; readonly seen: number; readonly seenSeq: number }
  | { readonly type: 'record:addend'; readonly text: string }
  | { readonly type: 'visit:move'; readonly chairId: string }
  /** The patient id is attached by the server, which keeps names out of events. */
  | { readonly type: 'patient:correct'; readonly patientId: string; readonly reason: string }
  | { readonly type: 'emergency:declare' }
  | { readonly type: 'emergency:end' }
  /** By the one who receives. `from`: whom the card named as nurse in charge; null: nobody. */
  | { readonly type: 'nurse:take-over'; readonly from: string | null }
  /** By the one who covers, for 15 min from now; again for 15 more. */
  | { readonly type: 'cover:begin' }
  /** By the one who covers, or by the nurse in charge who is back. */
  | { readonly type: 'cover:end' }
  | { readonly type: 'entry:record'; readonly entry: Entry; readonly minutesAgo: MinutesAgo }
  | {
      readonly type: 'bp:enter';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly minutesAgo: MinutesAgo;
    }
  /** Inflates the chair's cuff now, where the clinic lets Vigil start it. */
  | { readonly type: 'cuff:measure' }
  /** Lets the air out, and keeps Vigil from starting the cuff by itself until the next interval. */
  | { readonly type: 'cuff:stop' }
  | { readonly type: 'alert:acknowledge'; readonly alertId: string }
  | { readonly type: 'alert:pause-audio'; readonly alertId: string }
  | { readonly type: 'mark:clear'; readonly alertId: string }
  /** "I'm with the patient": holds "no SpO2" at medium for a while; again renews it. */
  | { readonly type: 'patient:attended' }
  /** The patient is off the monitor for a while (the toilet), outside the infusion; and back on it. */
  | { readonly type: 'off-monitor:begin' }
  | { readonly type: 'off-monitor:back' }
  /** A line of 1–200 characters: from the station or a phone to the chair, from the chair back. */
  | { readonly type: 'message:send'; readonly text: string }
  | { readonly type: 'message:read'; readonly messageId: string }
  /** Asks a provider to come; `provider:answer` says that one does, `provider:call-off` that none has to (any more). */
  | { readonly type: 'provider:call' }
  | { readonly type: 'provider:answer' }
  | { readonly type: 'provider:call-off' };

export type VisitCommandType = VisitCommand['type'];
export type CommandOf<Type extends VisitCommandType> = Extract<VisitCommand, { readonly type: Type }>;
