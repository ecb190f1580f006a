import { z } from 'zod';

/*
 * Settings on disk carry a version. Each step is one pure function from one version to the next, so that an old file
 * walks through all of them. To change the shape: raise CURRENT_VERSION and add the step that leads to it.
 */

export const CURRENT_VERSION = 1;

const versioned = z.looseObject({ version: z.int().min(1) });
type File = z.infer<typeof versioned>;

type Step = (file: File) => File;

/** `steps[n]` leads from version n to n + 1. */
const steps: Record<number, Step> = {};

/** Whether a newer app wrote the file: it is left as it is, for the day that app is back. */
export function isOfLaterApp(found: unknown): boolean {
  const parsed = versioned.safeParse(found);
  return parsed.success && parsed.data.version > CURRENT_VERSION;
}

/** Brings a file of any earlier version to the current one; undefined when it cannot be one (or is of a later app). */
export function upgrade(found: unknown, known = steps, current = CURRENT_VERSION): File | undefined {
  const parsed = versioned.safeParse(found);
  if (!parsed.success || parsed.data.version > current) return undefined;
  let file = parsed.data;
  while (file.version < current) {
    const step = known[file.version];
    if (step === undefined) return undefined;
    file = step(file);
  }
  return file;
}
