import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kgOf, lbOf, weightText } from './weight.ts';

test.each([
  [176.4, 80.01],
  [100, 45.36],
  [1, 0.45],
])('PH-147 %s lb are kept as %s kg', (lb, kg) => expect(kgOf(lb)).toBe(kg));
test.each([
  [80, '80.0 kg · 176.4 lb'],
  [80.01, '80.0 kg · 176.4 lb'],
  [62.5, '62.5 kg · 137.8 lb'],
])('PH-147 %s kg read %s', (kg, text) => expect(weightText(kg)).toBe(text));
test('PH-147 pounds to a tenth come back as they were entered', () => {
  fc.assert(
    fc.property(fc.integer({ min: 450, max: 8800 }), (tenths) => {
      expect(lbOf(kgOf(tenths / 10)).toFixed(1)).toBe((tenths / 10).toFixed(1));
    }),
  );
});
