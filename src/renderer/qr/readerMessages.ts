import type { PictureProblem } from './PictureError.ts';

/** Page → worker: what to read. */
export type Question =
  { readonly id: number; readonly picture: Blob } | { readonly id: number; readonly frame: ImageData; readonly lookAgain: boolean };

/** Worker → page: what came of the question of this id. */
export type Answer = { readonly id: number; readonly texts: readonly string[] } | { readonly id: number; readonly problem: PictureProblem };

/** The answer of this id comes first, unasked: whether the worker can read at all. */
export const READY = 0;
