/** The site: `decideSite` answers a request with events or a refusal, `evolveSite` folds them. */
export { decideSite } from './site/decide-site.ts';
export type { SiteContext } from './site/decide-site.ts';
export { evolveSite } from './site/evolve-site.ts';
