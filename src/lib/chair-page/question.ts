/** The one thing the strip asks while nothing alarms (UI-16): a planned end never moves on by itself, somebody says so. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';

type LastBp = NonNullable<ChairView['nibp']['last']>;

export type Question =
  | { readonly kind: 'identity' }
  /** Until when; a person ends it before. */
  | { readonly kind: 'off-monitor'; readonly since: Instant; readonly until: Instant; readonly byName: string }
  | { readonly kind: 'planned-end'; readonly plannedMs: number }
  /** Whoever resumes is told the last BP and how old it is. */
  | { readonly kind: 'still-paused'; readonly since: Instant; readonly bp: LastBp | null }
  | { readonly kind: 'upper-mark'; readonly unmet: number }
  /** A cover ran out, and nobody has said how it goes on. */
  | { readonly kind: 'cover-over'; readonly byName: string; readonly nurseName: string }
  | { readonly kind: 'response'; readonly bpAt: Instant }
  | { readonly kind: 'moaas'; readonly response: 'drowsy' | 'none' }
  /** A device took another's place: where does it sit? */
  | { readonly kind: 'side'; readonly of: 'oximeter' | 'cuff' };

export function nextQuestion(view: ChairView, now: Instant): Question | null {
  const { phase, treatment } = view;
  if (view.offMonitor) return { kind: 'off-monitor', ...view.offMonitor };
  if (phase && phase.name !== 'ended' && view.identity === null) return { kind: 'identity' };
  if (phase?.name === 'infusion' && treatment?.treatment === 'infusion') {
    if (phase.paused && now >= phase.paused.remindAt)
      return { kind: 'still-paused', since: phase.paused.since, bp: view.nibp.last ?? null };
    if (!phase.paused && now >= phase.plannedEndAt) return { kind: 'planned-end', plannedMs: phase.plannedMs };
  }
  if (phase?.name === 'recovery' && now >= phase.upperMarkAt && !phase.decision && !view.canEndMonitoring) {
    return { kind: 'upper-mark', unmet: view.criteria.filter((each) => each.status === 'unmet').length };
  }
  const { cover, nurseName } = view.care ?? {};
  if (cover?.overdue && nurseName !== undefined) return { kind: 'cover-over', byName: cover.byName, nurseName };
  if (view.responseAsked) return { kind: 'response', bpAt: view.responseAsked.bpAt };
  if (view.moaasAsked) return { kind: 'moaas', response: view.moaasAsked.response };
  const asked = phase?.name === 'infusion' || phase?.name === 'recovery' ? sideAsked(view) : undefined;
  return asked ? { kind: 'side', of: asked } : null;
}

function sideAsked({ devices, setUp }: ChairView): 'oximeter' | 'cuff' | undefined {
  const has = (kind: 'oximeter' | 'cuff'): boolean => devices.some((device) => device.kind === kind);
  if (has('oximeter') && setUp.oximeterHand === undefined) return 'oximeter';
  return has('cuff') && setUp.cuffArm === undefined ? 'cuff' : undefined;
}
