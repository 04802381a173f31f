/** The typeface of the PDF, embedded: the figures and letters of the screens, whatever the reader's machine has. */
import { fileURLToPath } from 'node:url';

const PACKAGE = '@expo-google-fonts/ibm-plex-sans';

const fileOf = (face: string): string =>
  fileURLToPath(import.meta.resolve(`${PACKAGE}/${face}/IBMPlexSans_${face}.ttf`));

export const FACES = { regular: fileOf('400Regular'), bold: fileOf('600SemiBold') } as const;
export type Face = keyof typeof FACES;
