import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CLOSE, frameErrorCodeSchema } from '../../../src/protocol/frames.ts';
import { LIMITS } from '../../../src/protocol/limits.ts';
import { capabilitySchema } from '../../../src/protocol/messages/attach.ts';
import { PAIRING_RATES } from '../../../src/verifier/pairings/PairingAttempts.ts';
import { SOCKET_RATES } from '../../../src/verifier/socket/socketRates.ts';
import { jsonSchemaOf, type SchemaName, SCHEMAS } from '../../vectors/schemas.ts';
import { readVectors } from '../../vectors/vectorFiles.ts';

/** docs/protocol.md is all that a second implementation has: every word of the wire must stand in it. */
const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** Member names and closed values of a JSON Schema. */
function words(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const member of Object.keys(value as object)) found.add(member);
    if (key === 'const') found.add(String(value));
    if (key === 'enum') for (const one of value as unknown[]) found.add(String(one));
    words(value, found);
  }
  return found;
}

it.each(Object.keys(SCHEMAS) as SchemaName[])('the specification names every member and value of %s', (name) => {
  expect([...words(jsonSchemaOf(name))].filter((word) => !new RegExp(`(?<![A-Za-z0-9-])${word}(?![A-Za-z0-9-])`).test(text))).toEqual([]);
});

it('the specification names every message type, error code, close code and capability', () => {
  const types = readVectors('messages').map(({ typ }) => typ);
  const missing = [
    ...types,
    ...frameErrorCodeSchema.options,
    ...Object.values(CLOSE).map(String),
    ...capabilitySchema.options,
    ...readVectors('invalid').map(({ error }) => error),
  ].filter((word) => !text.includes(word));
  expect(missing).toEqual([]);
});

it('the specification states the numbers of the code', () => {
  const lines = [
    '| frame, pairing body, metadata, message | 65,536 bytes |',
    '| a signed request | 8,192 bytes |',
    '| proofs in one `attach` | 50 |',
    '| request lifetime | 60 s, at most 300 s; `pairing` 300 s |',
    '| memory of a request past `exp` | 60 s |',
    '| pairing key, waiting account | 600 s each |',
    '| outcome of an answered request past `exp`, within | 60 s |',
    '| attach within | 10 s |',
    '| ping, missed | 25 s, 2 |',
    '| reconnect | 1 s to 15 s, full jitter |',
    '| open sign-in transactions of a subscriber | 3 |',
    '| match digits, choice options | 6, 3 |',
    '| failures until disabled | 20 |',
  ];
  expect(lines.filter((line) => !text.includes(line))).toEqual([]);
  expect(LIMITS).toEqual({
    frameBytes: 65_536,
    requestBytes: 8192,
    proofsPerAttach: 50,
    idCharacters: 64,
    nameCharacters: 64,
    messageCharacters: 256,
    requestLifetimeSeconds: 60,
    requestMaximumLifetimeSeconds: 300,
    requestMemorySeconds: 60,
    outcomeWithinSeconds: 60,
    pairingKeyLifetimeSeconds: 600,
    waitingAccountLifetimeSeconds: 600,
    attachWithinSeconds: 10,
    pingIntervalSeconds: 25,
    missedPings: 2,
    reconnectMinimumSeconds: 1,
    reconnectMaximumSeconds: 15,
    openTransactionsPerSubscriber: 3,
    matchDigits: 6,
    choiceOptions: 3,
    failuresUntilDisabled: 20,
  });
});

it('the specification recommends the limits that the verifier has', () => {
  const limits = {
    '| failed pairings of a network, of a name | 30, 15 in 10 min |': [PAIRING_RATES.perAddress, PAIRING_RATES.perName],
    '| pairing tries in all | 600 in 10 min |': [PAIRING_RATES.total],
    '| new sockets of a network | 1,000 in 1 min |': [SOCKET_RATES.sockets],
    '| open sockets of a network | 5,000 |': [SOCKET_RATES.openSockets],
    '| frames of a socket, of a network | 1,000, 10,000 in 10 s |': [SOCKET_RATES.framesPerSocket, SOCKET_RATES.framesPerAddress],
    '| accounts on a socket | 2,000 |': [SOCKET_RATES.accountsPerSocket],
  };
  expect(Object.keys(limits).filter((line) => !text.includes(line))).toEqual([]);
  expect(Object.values(limits)).toEqual([
    [
      { burst: 30, perMs: 600_000 },
      { burst: 15, perMs: 600_000 },
    ],
    [{ burst: 600, perMs: 600_000 }],
    [{ burst: 1000, perMs: 60_000 }],
    [5000],
    [
      { burst: 1000, perMs: 10_000 },
      { burst: 10_000, perMs: 10_000 },
    ],
    [2000],
  ]);
});
