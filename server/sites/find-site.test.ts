import { expect, test } from 'vitest';
import { findSite } from './find-site.ts';

const site = (siteId: string, name: string, ...hosts: string[]) => ({
  ...{ siteId, name, hosts, timeZone: 'UTC', demo: false },
});
const SITES = [
  site('a-1', 'North', 'north.test', '192.0.2.7'),
  site('b-2', 'South', 'south.test'),
  site('c-3', 'south'),
  // Called as another is named: its host says more.
  site('d-4', 'north.test'),
];

test.each([
  ['its id', 'A-1', 'a-1'],
  ['a host', ' North.Test ', 'a-1'],
  ['an address', '192.0.2.7', 'a-1'],
  ['a name that no other has', 'NORTH', 'a-1'],
])('ND-46 a site is meant by %s', (_what, text, siteId) => {
  const found = findSite(SITES, text);
  expect(found.ok && found.value.siteId).toBe(siteId);
});
test.each([
  ['a name that two have', 'South', '2 sites are called South'],
  ['nobody', 'East', 'no site "East"'],
])('ND-46 %s means none', (_what, text, sentence) => {
  const found = findSite(SITES, text);
  expect(!found.ok && found.refusal.message).toContain(sentence);
});
