/** The bands of the live trend are those of the record's chart. */
export * from '#core/record/drawing/band.ts';
