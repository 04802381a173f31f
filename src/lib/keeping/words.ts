/** What the section says. */
import type { KeepingView } from '#protocol/keeping.ts';

export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

export const yearsText = (years: number | null): string => (years === null ? 'for ever' : counted(years, 'year'));

/** `3 visits, 2 names, 14 days of the audit`; undefined: nothing. */
export function goingText({ visits, audits, patients }: KeepingView['going']): string | undefined {
  const parts = [
    ...(visits > 0 ? [counted(visits, 'visit')] : []),
    ...(patients > 0 ? [`${counted(patients, 'name')} with what was planned`] : []),
    ...(audits > 0 ? [counted(audits, 'day of the audit', 'days of the audit')] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** Older than the rule, and kept; undefined: none. */
export function keptText({ held, openOrder, notEnded }: KeepingView['kept']): string | undefined {
  const parts = [
    ...(held > 0 ? [`${held} held`] : []),
    ...(openOrder > 0 ? [`${openOrder} with a verbal order that nobody co-signed`] : []),
    ...(notEnded > 0 ? [`${notEnded} without an end`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** Empty is for ever. @returns undefined when it is no number of years. */
export function yearsIn(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const years = Number(trimmed);
  return /^\d{1,3}$/.test(trimmed) && years >= 1 && years <= 100 ? years : undefined;
}

/** The visit that a link or an id names. */
export const visitIn = (text: string): string => /\/history\/([^/?#\s]+)/.exec(text)?.[1] ?? text.trim();
