import { describe, expect, it } from 'vitest';
import { pinProblem } from '../../../../src/main/verification/pin/pinRules.ts';

describe('what may become a PIN', () => {
  it.each(['271828', '802317', '19840527', 'a good sentence', 'blauer Elefant', '🐘🐘🎩🎩🐭🐭x', '123457', '135790'])('takes %s', (pin) =>
    expect(pinProblem(pin)).toBeUndefined(),
  );

  it.each(['', '1', '27182', 'ab cd', '🐘🎩🐭🐘🎩'])('finds %s too short', (pin) => expect(pinProblem(pin)).toBe('pin-short'));

  it.each([
    '123456',
    '1234567890',
    '234567',
    '654321',
    '987654321',
    '567890',
    '098765',
    'abcdef',
    'FEDCBA',
    '000000',
    '11111111',
    '121212',
    '123123',
    'abcabcabc',
    'aaaaaaa',
    'password',
    'Passwort',
    'QWERTZ',
    'deskfob',
    '147258',
    '112233',
    // Typed on a keyboard with full-width digits.
    '１２３４５６',
  ])('finds %s too weak', (pin) => expect(pinProblem(pin)).toBe('pin-weak'));
});
