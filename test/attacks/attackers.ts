/** Who attacks: the rows of docs/security.md. Malware that runs as the same user is out of scope, and said so there. */
export const attackers = [
  'network',
  'database thief',
  'phisher',
  'web page',
  'renderer',
  'other user',
  'hostile file',
  'hostile verifier',
] as const;
export type Attacker = (typeof attackers)[number];
