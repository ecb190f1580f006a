/** SHA-256 over the ASCII bytes of a signed message as it travelled, in base64url: how an answer names the request it saw. */
export async function messageHash(jws: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(jws));
  return Buffer.from(digest).toString('base64url');
}
