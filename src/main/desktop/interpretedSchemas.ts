import { z } from 'zod';

/*
 * Imported before anything that has schemas. Left alone, zod writes a function for each schema when it is first used, from text: slower
 * for the few things that are read at the start, and nothing in this process should run text.
 */
z.config({ jitless: true });
