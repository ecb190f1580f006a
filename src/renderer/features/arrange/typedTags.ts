/** Tags, and the beginning of another one. */
export interface TypedTags {
  readonly tags: readonly string[];
  readonly text: string;
}

/** All that was meant, with what was typed last. */
export function typedTags({ tags, text }: TypedTags): string[] {
  return text.trim() === '' ? [...tags] : [...tags, text.trim()];
}
