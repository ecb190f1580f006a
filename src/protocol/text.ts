import { z } from 'zod';
import { LIMITS } from './limits.ts';

/*
 * Text that a stranger chose and a person will read. Control (Cc), format (Cf: zero-width and bidirectional
 * overrides), line and paragraph separators (Zl, Zp), private use (Co) and lone surrogates (Cs) are refused, because they let one
 * name pass for another. The `u` flag makes the quantifier count code points, as JSON Schema does.
 */
const visible = (most: number): RegExp => new RegExp(`^[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]{1,${most}}$`, 'u');

export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** A name of a person, device, organisation or application, as shown. */
export const nameSchema = z.string().regex(visible(LIMITS.nameCharacters));
/** One line that a relying application adds to its request. */
export const messageSchema = z.string().regex(visible(LIMITS.messageCharacters));
/** A subscriber's sign-in name: what stands before the `@` when a person pairs by hand. */
export const subscriberNameSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/);
/** Base64url without padding (RFC 4648 section 5). */
export const base64urlSchema = z.string().regex(/^[A-Za-z0-9_-]+$/);
/** RFC 7638 SHA-256 thumbprint: 32 bytes in base64url. */
export const thumbprintSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** NumericDate (RFC 7519 section 2) in whole seconds. */
export const numericDateSchema = z.int().min(0).max(253_402_300_799);
/** 128 bits or more, unguessable, in base64url. */
export const nonceSchema = z.string().regex(/^[A-Za-z0-9_-]{22,86}$/);
