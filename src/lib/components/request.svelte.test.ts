import { expect, test } from 'vitest';
import { Request } from './request.svelte.ts';

test('UI-293 what the page itself refused goes once it is mended, and comes back with the fault', () => {
  const request = new Request();
  let reason = $state('');
  request.refuse('Give the reason.', () => reason === '');
  expect(request.refusal?.message).toBe('Give the reason.');
  reason = 'Lung disease';
  expect(request.refusal).toBeNull();
  reason = '';
  expect(request.refusal?.message).toBe('Give the reason.');
});

test('UI-293 what the server refused stays, whatever was mended before', async () => {
  const request = new Request();
  request.refuse('Give the reason.', () => false);
  expect(await request.send(async () => ({ code: 'needs-provider', message: 'A provider changes limits.' }))).toBe(
    false,
  );
  expect(request.refusal?.message).toBe('A provider changes limits.');
});
