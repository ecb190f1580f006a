/** A failure to tell the administrator in one sentence, without a stack. */
export class CliError extends Error {
  readonly exitCode: number;

  /** @param exitCode of the process: 1, or 2 when a part of the work was done */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}
