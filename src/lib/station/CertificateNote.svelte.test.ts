import '../../app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import CertificateNote from './CertificateNote.svelte';

test('SEC-56 the station says in two words that the certificate ends, in ink, and leads to Settings', async () => {
  const screen = await render(CertificateNote, { props: { certificate: { endsAt: Date.UTC(2000, 0, 2) } } });
  const note = screen.getByRole('link', { name: /^Certificate\s*ended 2 Jan$/ });
  await expect.element(note).toHaveAttribute('href', '/settings');
  const { color, height } = getComputedStyle(note.element());
  expect(color).toBe(getComputedStyle(document.body).color);
  expect(Number.parseFloat(height)).toBeGreaterThanOrEqual(44);
});
