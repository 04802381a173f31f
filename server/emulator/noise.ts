/** Random numbers without a hidden state: the same seed and key give the same number, whenever asked. */

/** A well-mixed 32-bit number of two (MurmurHash3's mixing, public domain). */
function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0xcc9e2d51);
  hash = Math.imul((hash << 15) | (hash >>> 17), 0x1b873593) ^ Math.imul(b | 0, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function textKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Evenly between 0 and 1, both excluded. */
export function uniform(seed: number, key: string, index = 0): number {
  return (mix(mix(seed, textKey(key)), index) + 0.5) / 2 ** 32;
}

/** Standard normal (Box–Muller). */
export function normal(seed: number, key: string, index = 0): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(seed, `${key}/radius`, index)));
  return radius * Math.cos(2 * Math.PI * uniform(seed, `${key}/angle`, index));
}

/** A sum of sines: smooth, near normal, and its integral is exact, so that heart beats can be counted at any time. */
export interface Wander {
  readonly waves: readonly { readonly amplitude: number; readonly perMs: number; readonly phase: number }[];
}

/** A wander of standard deviation 1 with periods spread (evenly in the logarithm) between the two, ms. */
export function wanderOf(seed: number, key: string, shortestMs: number, longestMs: number): Wander {
  const count = 6;
  const amplitude = Math.sqrt(2 / count);
  const waves = Array.from({ length: count }, (_, each) => {
    const share = (each + uniform(seed, `${key}/period`, each)) / count;
    const periodMs = shortestMs * (longestMs / shortestMs) ** share;
    return { amplitude, perMs: (2 * Math.PI) / periodMs, phase: 2 * Math.PI * uniform(seed, `${key}/phase`, each) };
  });
  return { waves };
}

export function wanderAt({ waves }: Wander, tMs: number): number {
  let sum = 0;
  for (const wave of waves) sum += wave.amplitude * Math.sin(wave.perMs * tMs + wave.phase);
  return sum;
}

/** Integral of `wanderAt` from 0 to `tMs`, in ms. */
export function wanderIntegral({ waves }: Wander, tMs: number): number {
  let sum = 0;
  for (const { amplitude, perMs, phase } of waves) {
    sum += (amplitude / perMs) * (Math.cos(phase) - Math.cos(perMs * tMs + phase));
  }
  return sum;
}
