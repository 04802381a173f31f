/** What a browser that the server does not know may still show. */
import { isWithoutClinic, SET_UP } from '../entry/first-run.ts';

interface Out {
  /** The server has neither a place for this screen nor a person at it. */
  readonly isOut: boolean;
  /** It watches a patient by its own devices, and nobody else may: that is not taken from it. */
  readonly watchesItself: boolean;
  readonly pathname: string;
}

export const isShutOut = ({ isOut, watchesItself, pathname }: Out): boolean =>
  isOut && !watchesItself && !isWithoutClinic(pathname);

/** @param hasFirstRun a clinic that is to be set up is set up there */
export const isGated = (out: Out, hasFirstRun: boolean): boolean =>
  isShutOut(out) && !(hasFirstRun && out.pathname === SET_UP);
