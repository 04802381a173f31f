/**
 * How each scale is asked: the words of a score, or the items of a sum. In Vigil's own short words, after the public descriptions:
 * MOAA/S Chernik 1990; RASS Sessler 2002; modified Aldrete Aldrete 1995; CADSS-6 Rodrigues 2021 (J Affect Disord 282:160).
 */
import { SCALE_ITEMS, SCALE_RANGE, type Scale } from '#core/entry.ts';
import { signed } from '../components/format.ts';

export interface ScaleItem {
  readonly name: string;
  /** From 0 upwards. */
  readonly words: readonly string[];
}

/** What a score means, where it is not just a number. */
const WORDS: Readonly<Partial<Record<Scale, Readonly<Record<number, string>>>>> = {
  moaas: {
    5: 'answers readily to the name',
    4: 'answers slowly',
    3: 'only when called loudly, or again',
    2: 'only when prodded or shaken',
    1: 'only to a painful squeeze',
    0: 'not at all',
  },
  rass: {
    4: 'combative',
    3: 'very agitated',
    2: 'agitated',
    1: 'restless',
    0: 'alert and calm',
    [-1]: 'drowsy',
    [-2]: 'light sedation',
    [-3]: 'moderate sedation',
    [-4]: 'deep sedation',
    [-5]: 'unarousable',
  },
};

const ITEMS: Readonly<Partial<Record<Scale, readonly ScaleItem[]>>> = {
  aldrete: [
    { name: 'Activity', words: ['no limb moves', 'two limbs', 'four limbs'] },
    { name: 'Respiration', words: ['apnoea', 'shallow or laboured', 'deep breath, cough'] },
    { name: 'BP from baseline', words: ['50 % or more', '20 to 49 %', 'within 20 %'] },
    { name: 'Consciousness', words: ['no answer', 'wakes when called', 'fully awake'] },
    { name: 'SpO₂', words: ['< 90 with O₂', 'needs O₂ for > 90', '> 92 on air'] },
  ],
  // The questions are asked from the clinic's own form: their wording is not Vigil's to copy.
  'cadss-6': [1, 2, 6, 7, 15, 22].map((question) => ({
    name: `CADSS question ${question}`,
    words: Array.from({ length: (SCALE_ITEMS['cadss-6']?.most ?? 0) + 1 }, () => ''),
  })),
};

export const itemsOf = (scale: Scale): readonly ScaleItem[] | undefined => ITEMS[scale];

/** Every score of it: worded ones from the best down, plain numbers upwards. */
export function scoresOf(
  scale: Scale,
): readonly { readonly score: number; readonly label: string; readonly words: string }[] {
  const [min, max] = SCALE_RANGE[scale];
  const words = WORDS[scale];
  const scores = Array.from({ length: max - min + 1 }, (_, index) => min + index).map((score) => ({
    score,
    label: scale === 'rass' ? signed(score) : String(score),
    words: words?.[score] ?? '',
  }));
  return words ? scores.toReversed() : scores;
}
