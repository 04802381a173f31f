/** A small seeded generator (mulberry32): the same seed gives the same run on any machine. */
export interface Random {
  /** 0 to `below` − 1. */
  nat(below: number): number;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return { nat: (below) => Math.floor(next() * below) };
}
