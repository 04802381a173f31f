/** What the chair's page holds of one visit. The next has its own: nothing begun for one is there for the other (UI-436). */
import { giveOf, type Give, type GiveTo } from './give.ts';
import { When } from './when.svelte.ts';

export class VisitOnPage {
  readonly give: Give;
  readonly when = new When();
  menu = $state(false);
  /** The look back at the pulse wave. */
  reviewing = $state(false);
  /** The hand-over card. */
  handing: boolean;
  stopping = $state<'finished' | 'stopped' | null>(null);

  /**
   * @param visitId null: none
   * @param handing the hand-over card is open as the visit comes up
   */
  constructor(visitId: string | null, giveTo: GiveTo, handing: boolean) {
    this.give = giveOf(visitId, giveTo);
    this.handing = $state(handing);
  }

  /** The pump is over: asks why and how much. */
  readonly onstopped = (finished: boolean): void => {
    this.stopping = finished ? 'finished' : 'stopped';
  };
}
