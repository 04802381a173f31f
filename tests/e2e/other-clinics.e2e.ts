/** A provider's station of a clinic that another one of its group lets see its chairs, over a real PostgreSQL. */
import { pino } from 'pino';
import { openGroupWire } from '../../server/group/group-wire.ts';
import { groupOnPostgres } from '../../server/group/postgres-group.ts';
import { loadPages } from '../../server/pages.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { startPostgres } from '../support/postgres.ts';
import { startTestClinic, type TestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { expect, test as base } from './clinic-fixture.ts';
import { comeAs } from './sign-in.ts';
import { withhold } from './withheld.ts';

const test = base.extend<{ north: TestClinic; south: TestClinic }, { groupUrl: string }>({
  groupUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from its first parameter.
    async ({}, use) => {
      const postgres = await startPostgres();
      await use(postgres.url);
      await postgres.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  north: async ({ groupUrl }, use) => memberOf(groupUrl, 'north', use),
  // After the other one: the group is there.
  south: async ({ groupUrl, north: _ }, use) => memberOf(groupUrl, 'south', use),
});

async function memberOf(url: string, siteId: string, use: (clinic: TestClinic) => Promise<void>): Promise<void> {
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  const group = connected.value;
  await group.addSite({ siteId, name: `Clinic ${siteId}`, hosts: [`${siteId}.test`], timeZone: 'UTC', demo: false });
  if (siteId === 'south')
    await group.pool.query('INSERT INTO vigil.watchers (site_id, by_site_id) VALUES ($1, $2)', ['north', 'south']);
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const wire = openGroupWire({ url, log: pino({ level: 'silent' }) });
  const clinic = await startTestClinic({
    ...{ pages: pages.value, timers: true },
    group: groupOnPostgres({ siteId, epoch: 1, pool: group.pool, wire }),
  });
  await use(clinic);
  await clinic.close();
  await wire.close();
  await group.close();
}

test('UI-423 UI-432 what draws other clinics does not come: the station says so, and shows them when it is loaded again', async ({
  page,
  north,
  south,
}) => {
  const { adapter } = await infusingByWire(north);
  await comeAs(page, south, 'Elin Lindqvist', 'provider');
  await withhold(page, 'group:chairs');
  await page.goto(`${south.url}/station`);
  const missing = page.getByText('Other clinics cannot be shown now: a part of this page did not come.');
  await expect(missing).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Load this page again' }).click();

  const section = page.getByRole('region', { name: /Clinic north/ });
  await expect(section).toBeVisible({ timeout: 20_000 });
  await expect(missing).toBeHidden();
  await north.pass(1_000, () => adapter.spo2(93, 77));
  await expect(section.getByText('93')).toBeVisible();
});
