/** The alert engine's bounded memory: since when each condition has held. Folded from readings only, so replay equals live. */
export type Tracks = Readonly<Record<string, never>>;
