import '../../app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { pastView } from '#core/past/past-view.ts';
import { loadedVisit } from '../../../tests/support/loaded-visit.ts';
import PastHead from './PastHead.svelte';
import VisitRow from './VisitRow.svelte';

const { head, replay } = loadedVisit();
const imported = { file: 'noneeg_s01.csv', sha256: '0'.repeat(64) };

test('REC-174 a row of a recording says so, where a name and how it went home would stand', async () => {
  const visit = { ...head.visit, patient: null, imported, chairName: 'Imported recordings', ending: 'home' as const };
  const screen = await render(VisitRow, { visit });
  for (const words of ['Imported: noneeg_s01', 'recording, not given here', 'Imported recordings', 'End of recording'])
    await expect.element(screen.getByRole('link')).toMatchTextContent(words);
  await expect.element(screen.getByRole('link')).not.toMatchTextContent('home');
  await expect.element(screen.getByRole('link')).not.toMatchTextContent('Name not known');
});

test('REC-243 a row and a head of a visit from another clinic say from where', async () => {
  const broughtFrom = { siteId: 'site-9', name: 'Lakeside' };
  const row = await render(VisitRow, { visit: { ...head.visit, broughtFrom } });
  await expect.element(row.getByRole('link')).toMatchTextContent('From Lakeside, not given here');
  const state = replay.stateAt(head.visit.endedAt);
  if (!state) throw new Error('The visit was not open.');
  const view = pastView(state, head.names, head.visit.endedAt);
  const screen = await render(PastHead, { view, at: head.visit.endedAt, unheard: true, broughtFrom });
  await expect.element(screen.getByRole('banner').getByText('From Lakeside, not given here')).toBeVisible();
});

test('REC-174 the head of a past visit made of a recording says so', async () => {
  const state = replay.stateAt(head.visit.endedAt);
  if (!state) throw new Error('The visit was not open.');
  const view = pastView(state, { ...head.names, patients: [] }, head.visit.endedAt);
  const screen = await render(PastHead, { view, at: head.visit.endedAt, unheard: true, imported });
  await expect.element(screen.getByText('Imported: noneeg_s01')).toBeVisible();
  await expect.element(screen.getByText('recording, not given here')).toBeVisible();
});
