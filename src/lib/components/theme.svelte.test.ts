import { beforeEach, expect, test } from 'vitest';
import { theme } from './theme.svelte.ts';

beforeEach(() => localStorage.clear());

test('UI-29 dim until a person chooses day; the choice is kept on the screen', () => {
  theme.restore();
  expect([theme.current, document.documentElement.dataset['theme']]).toEqual(['dim', 'dim']);
  theme.choose('day');
  expect([theme.current, document.documentElement.dataset['theme']]).toEqual(['day', 'day']);
  document.documentElement.dataset['theme'] = 'dim';
  theme.restore();
  expect(document.documentElement.dataset['theme']).toBe('day');
});

test('UI-29 a kept value that is no theme is dim', () => {
  localStorage.setItem('vigil.theme', 'purple');
  theme.restore();
  expect(theme.current).toBe('dim');
});

test('UI-280 the tablet’s own bar takes the ground of the theme', () => {
  const meta = document.head.appendChild(document.createElement('meta'));
  meta.name = 'theme-color';
  document.documentElement.style.setProperty('--bg', '#f7f7f4');
  theme.choose('day');
  expect(meta.content).toBe('#f7f7f4');
  document.documentElement.style.removeProperty('--bg');
  meta.remove();
});
