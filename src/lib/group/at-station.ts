/** All of the other clinics that a station's page needs, loaded by it when its clinic is one of a group. */
import { connectGroup } from '../live/connection-group.ts';
import { OtherClinics } from './other-clinics.svelte.ts';

export { default as FurtherClinics } from './FurtherClinics.svelte';
export { furtherNeeds } from './further-needs.ts';
export { HeardBeside } from './heard-beside.ts';
export { heardElsewhere } from './heard-elsewhere.ts';
export { default as OpenElsewhere } from './OpenElsewhere.svelte';
export { unknownClinics, wallCounts } from './wall-counts.ts';

/** The caller disposes it. */
export const openOtherClinics = (): OtherClinics => new OtherClinics({ line: connectGroup() });
