import '../../app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { fixtures } from '../components/fixtures.ts';
import EventsDialog from './EventsDialog.svelte';

test('UI-183 the log of the chair says what was found late, and who has seen it', async () => {
  const view = fixtures['late-mark']?.view;
  if (!view) throw new Error('no fixture');
  const screen = await render(EventsDialog, { open: true, view });
  const rows = [...screen.container.ownerDocument.querySelectorAll('dialog li')].map((row) =>
    (row.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );
  expect(rows.find((row) => row.includes('SpO₂ 80 < 90 for 62 s while disconnected'))).toContain('nobody has seen it');
  expect(rows.find((row) => row.includes('Pulse 131 > 120 for 40 s'))).toContain('seen by K. Marsh');
});

test('UI-50 the log of the chair has the lines and the calls, each with who', async () => {
  const view = fixtures['called-and-high']?.view;
  if (!view) throw new Error('no fixture');
  const screen = await render(EventsDialog, { open: true, view });
  const rows = [...screen.container.ownerDocument.querySelectorAll('dialog li')].map((row) => row.textContent ?? '');
  expect(rows.find((row) => row.includes('Line to the chair: Dr Lindqvist asks'))).toContain('M. Osei');
  expect(rows.find((row) => row.includes('Provider called to the chair'))).toContain('K. Marsh');
});
