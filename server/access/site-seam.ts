/** What access asks of the clinic: its people, screens and adapters, and that facts about them are recorded. */
import type { Actor } from '#core/actor.ts';
import type { SiteEvent, SiteEventBody, SiteState } from '#core/site-state.ts';

export interface SiteSeam {
  readonly site: SiteState;
  /** Folded at once. Resolves once on the disk, or when the disk is late. */
  recordSite(bodies: readonly SiteEventBody[], actor: Actor): Promise<void>;
  /** Told of each at once, before it is on the disk: what ends, ends now. */
  onSiteEvents(listener: (events: readonly SiteEvent[]) => void): () => void;
}
