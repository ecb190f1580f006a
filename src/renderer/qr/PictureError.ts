/** Why a picture is not looked at. */
export type PictureProblem = 'too-large' | 'not-a-picture';

/** A picture was refused before, or while, it was decoded. */
export class PictureError extends Error {
  readonly problem: PictureProblem;

  constructor(problem: PictureProblem) {
    super(problem);
    this.name = 'PictureError';
    this.problem = problem;
  }
}
