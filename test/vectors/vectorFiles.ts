import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Shapes of the files under `vectors/`. README.md explains each. */

const keyName = z.enum(['identity', 'signing', 'encryption', 'device', 'pairing', 'stranger']);
const text = z.object({ input: z.string(), output: z.record(z.string(), z.string()).optional(), error: z.string().optional() });

export const vectorFiles = {
  thumbprints: z.array(z.object({ key: keyName, thumbprint: z.string() })),
  messages: z.array(
    z.object({
      name: z.string(),
      typ: z.string(),
      schema: z.string(),
      key: keyName,
      proof: z.boolean(),
      message: z.string(),
      hash: z.string(),
      payload: z.unknown(),
    }),
  ),
  invalid: z.array(
    z.object({
      name: z.string(),
      typ: z.string(),
      schema: z.string(),
      pinned: z.array(keyName),
      proof: z.boolean(),
      message: z.string(),
      error: z.string(),
    }),
  ),
  encrypted: z.array(
    z.object({
      name: z.string(),
      keys: z.array(keyName),
      message: z.string(),
      plaintext: z.string().optional(),
      error: z.string().optional(),
    }),
  ),
  frames: z.array(
    z.object({
      name: z.string(),
      from: z.enum(['verifier', 'app']),
      text: z.string(),
      frame: z.unknown().optional(),
      error: z.string().optional(),
    }),
  ),
  shapes: z.array(z.object({ schema: z.string(), valid: z.boolean(), value: z.unknown() })),
  passcodes: z.object({
    parameters: z.unknown(),
    codes: z.array(z.object({ seconds: z.int(), step: z.int(), passcode: z.string() })),
    accepted: z.array(z.object({ passcode: z.string(), seconds: z.int(), step: z.int().nullable() })),
  }),
  links: z.array(text),
  'sign-in-names': z.array(text),
  'pairing-keys': z.array(z.object({ kind: z.enum(['link', 'typed']), input: z.string(), key: z.string().nullable() })),
  issuers: z.array(z.object({ input: z.string(), canonical: z.boolean() })),
  names: z.array(z.object({ input: z.string(), valid: z.boolean() })),
} as const;
export type VectorFiles = { [Name in keyof typeof vectorFiles]: z.infer<(typeof vectorFiles)[Name]> };

export function readVectors<Name extends keyof VectorFiles>(name: Name): VectorFiles[Name] {
  return vectorFiles[name].parse(JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8'))) as VectorFiles[Name];
}
