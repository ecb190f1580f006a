/** Why a file as a whole can not be read. A closed set; a code never carries content. */
export const TRANSFER_ERRORS = [
  /** Larger than any such file is. */
  'file-too-large',
  /** No app's that we know, by its content. */
  'file-unknown',
  /** Known, but torn, cut or altered. */
  'file-damaged',
  /** Known, in a version that we do not. */
  'file-too-new',
  /** It names so much work for its password that it can only be an attack. */
  'file-too-costly',
  /** More entries than anybody has. */
  'file-too-many',
  'password-wrong',
] as const;
export type TransferErrorCode = (typeof TRANSFER_ERRORS)[number];

export class TransferError extends Error {
  readonly code: TransferErrorCode;

  constructor(code: TransferErrorCode) {
    super(code);
    this.name = 'TransferError';
    this.code = code;
  }
}
