import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { generateKey, type PrivateJwk } from '../../../src/protocol/keys.ts';

/** A subscriber with one account on one computer, as pairing leaves them. */
export interface Person {
  readonly subscriber: string;
  readonly subscriberId: string;
  readonly accountId: string;
  readonly deviceKey: PrivateJwk;
}

const randomId = (): string => randomBytes(16).toString('base64url');

/** Writes so many people to `file`, for verifier and apps to read. */
export async function makePeople(file: string, count: number): Promise<void> {
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const deviceKey = await generateKey('ES256');
    people.push({ subscriber: `person-${index}`, subscriberId: randomId(), accountId: randomId(), deviceKey });
  }
  await writeFile(file, JSON.stringify(people), { mode: 0o600 });
}

export async function readPeople(file: string): Promise<Person[]> {
  return JSON.parse(await readFile(file, 'utf8')) as Person[];
}

/** Which of `count` is the `step`th to have a turn: everybody once before anybody twice, and never a neighbour. */
export function turn(step: number, count: number): number {
  // A prime larger than any count here.
  return (step * 7919) % count;
}
