import type { PictureProblem } from './PictureError.ts';

/** Page → worker: a picture to read, or the frame of a camera in which a first look found nothing. */
export type Question = { readonly id: number; readonly picture: Blob } | { readonly id: number; readonly frame: ImageData };

/** Worker → page: what came of the question of this id. */
export type Answer = { readonly id: number; readonly texts: readonly string[] } | { readonly id: number; readonly problem: PictureProblem };

/** The answer of this id comes first, unasked: whether the worker can read at all. */
export const READY = 0;
