/** Visits made of a file of recorded vitals (docs/SPEC.md, REC-173): where they stand, since nobody sat on a chair of this clinic. */
export const IMPORTED_CHAIR = 'imported';
export const IMPORTED_CHAIR_NAME = 'Imported recordings';

/** The file's name without its ending: what such a visit is called where a patient's name would stand. */
export const importedName = ({ file }: { readonly file: string }): string => `Imported: ${file.replace(/\.csv$/i, '')}`;

/** What marks a visit that was put in from a file of another clinic's Vigil. */
export const broughtName = ({ name }: { readonly name: string }): string =>
  `From ${name.trim() === '' ? 'another clinic' : name}`;
