/** `ours` is the code that reads the camera's frames in the app; the others are each a library alone. */
export const READERS = ['ours', '@zxing/browser', 'zxing-wasm', 'jsQR'] as const;
export type ReaderName = (typeof READERS)[number];

/** What one reader made of one picture. */
export interface Reading {
  readonly texts: readonly string[];
  /** From the drawn frame to the text, or to the end of the search. */
  readonly ms: number;
}

/** A picture on its way into the page: grey values as Base64. */
export interface SentPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: string;
}
