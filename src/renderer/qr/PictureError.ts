/** Why nothing is read: `too-slow` and `reader-failed` say nothing about the picture itself. */
export type PictureProblem = 'too-large' | 'not-a-picture' | 'too-slow' | 'reader-failed';

/** A picture was refused before it was decoded, or could not be read. */
export class PictureError extends Error {
  readonly problem: PictureProblem;

  constructor(problem: PictureProblem) {
    super(problem);
    this.name = 'PictureError';
    this.problem = problem;
  }
}
