import { createDecipheriv } from 'node:crypto';

/** Of AES-GCM's tag. */
export const TAG_BYTES = 16;

/**
 * Opens what AES-256-GCM sealed, the tag at its end.
 * @param associatedData what was sealed along with it, if anything was
 * @returns the bytes, which the caller wipes; undefined when the key or anything else does not fit
 */
export function openGcm(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associatedData?: Uint8Array): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  if (associatedData !== undefined) decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}
