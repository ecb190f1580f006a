import { z } from 'zod';
import { LIMITS } from './limits.ts';

/*
 * Text that a stranger chose and a person will read. Control (Cc), format (Cf: zero-width and bidirectional
 * overrides), line and paragraph separators (Zl, Zp), private use (Co), lone surrogates (Cs) and the letters that draw
 * nothing (combining grapheme joiner, Hangul fillers) are refused, because they let one name pass for another; so is text
 * of blanks alone. The `u` flag makes the quantifier count code points, as JSON Schema does.
 */
export const UNSEEN = '\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\u034F\\u115F\\u1160\\u3164\\uFFA0';
const visible = (most: number): RegExp => new RegExp(`^(?!\\p{Zs}+$)[^${UNSEEN}]{1,${most}}$`, 'u');

export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** A name of a person, device, organisation or application, as shown. */
export const nameSchema = z.string().regex(visible(LIMITS.nameCharacters));
/** One line that a relying application adds to its request. */
export const messageSchema = z.string().regex(visible(LIMITS.messageCharacters));
/** A subscriber's sign-in name: what stands before the `@` when a person pairs by hand. */
export const subscriberNameSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/);
/** Base64url without padding (RFC 4648 section 5). */
export const base64urlSchema = z.string().regex(/^[A-Za-z0-9_-]+$/);
/** 32 bytes in base64url; the last character has two spare bits, which are zero (RFC 4648 section 3.5). */
export const bytes32Schema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
/** RFC 7638 SHA-256 thumbprint. */
export const thumbprintSchema = bytes32Schema;
/** NumericDate (RFC 7519 section 2) in whole seconds. */
export const numericDateSchema = z.int().min(0).max(253_402_300_799);
/** 128 bits or more, unguessable, in base64url. */
export const nonceSchema = z.string().regex(/^[A-Za-z0-9_-]{22,86}$/);
/** Compact JWS with a signature of 64 bytes (ES256), in the one spelling that base64url has. */
export const signedMessagePattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]$/;
/** Compact JWE with an empty encrypted key (direct agreement), 12 bytes of nonce and 16 of tag. */
export const encryptedMessagePattern = /^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{21}[AQgw]$/;
/** Text for a protocol engineer, never for the person: printable ASCII. */
export const diagnosticSchema = z.string().regex(/^[ -~]{0,256}$/);
