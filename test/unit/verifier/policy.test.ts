import { describe, expect, it } from 'vitest';
import { networkOf, canonicalAddress, isPublicAddress } from '../../../src/verifier/geo/address.ts';
import { authenticationMethods } from '../../../src/verifier/policy/authenticationMethods.ts';
import { canShow } from '../../../src/verifier/policy/canShow.ts';
import { complianceOf } from '../../../src/verifier/policy/compliance.ts';
import { describeClient } from '../../../src/verifier/policy/describeClient.ts';
import { shownName } from '../../../src/verifier/policy/shownName.ts';
import { planMatch, sameNumber } from '../../../src/verifier/requests/matching.ts';
import { nearness } from '../../../src/verifier/requests/nearness.ts';

const BERLIN = { latitude: 52.52, longitude: 13.405 };
const LAGOS = { latitude: 6.5244, longitude: 3.3792 };
const POTSDAM = { latitude: 52.4009, longitude: 13.0591 };

describe('nearness', () => {
  it('measures the great circle', () => {
    expect(nearness(LAGOS, BERLIN)).toEqual({ proximity: 'far', distanceKm: expect.closeTo(5196, -1) });
    expect(nearness(POTSDAM, BERLIN)).toEqual({ proximity: 'near', distanceKm: expect.closeTo(27, 0) });
  });
  it('puts the same address before any place, and knows when it knows nothing', () => {
    expect(nearness({ address: '203.0.113.9' }, { address: '203.0.113.9' })).toEqual({ proximity: 'same-address' });
    expect(nearness({ address: '2001:db8:1:2::3' }, { address: '2001:db8:1:2:ffff::1' })).toEqual({ proximity: 'same-address' });
    expect(nearness({ address: '127.0.0.1' }, { address: '::1' })).toEqual({ proximity: 'same-address' });
    expect(nearness({ address: '203.0.113.9' }, { address: '203.0.113.10' })).toEqual({ proximity: 'unknown' });
    expect(nearness(undefined, BERLIN)).toEqual({ proximity: 'unknown' });
  });
});

describe('addresses', () => {
  it('have one spelling', () => {
    expect(canonicalAddress('::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(canonicalAddress('2001:DB8:0:0::1')).toBe('2001:db8::1');
    expect(canonicalAddress('fe80::1%eth0')).toBe('fe80::1');
    expect(canonicalAddress('localhost')).toBeUndefined();
    expect(canonicalAddress(undefined)).toBeUndefined();
  });
  it('are public or not', () => {
    for (const address of ['10.0.0.1', '192.168.1.1', '127.0.0.1', '::1', 'fe80::1', 'fd00::1', '100.64.0.1', '169.254.1.1'])
      expect(isPublicAddress(address), address).toBe(false);
    expect(isPublicAddress('89.13.183.130')).toBe(true);
  });
  it('belong to networks', () => {
    expect(networkOf('2001:db8:1:2::3')).toBe('2001:db8:1:2::/64');
    expect(networkOf('127.8.8.8')).toBe(networkOf('::1'));
    expect(networkOf('89.13.183.130')).toBe('89.13.183.130');
  });
});

describe('number matching', () => {
  it('plans six digits, one of three options, or nothing', () => {
    for (let round = 0; round < 50; round += 1) {
      const entry = planMatch('entry');
      expect(entry.match).toEqual({ type: 'entry', digits: 6 });
      expect(entry.number).toMatch(/^\d{6}$/);
      const choice = planMatch('choice');
      const options = choice.match.type === 'choice' ? choice.match.options : [];
      expect(new Set(options).size).toBe(3);
      expect(options).toContain(choice.number);
    }
    expect(planMatch('none')).toEqual({ match: { type: 'none' } });
  });
  it('compares whole numbers', () => {
    expect(sameNumber('012345', '012345')).toBe(true);
    expect(sameNumber('012345', '12345')).toBe(false);
    expect(sameNumber('012345', '012346')).toBe(false);
  });
});

describe('what a device can show', () => {
  it('is entry always, and the rest when it said so', () => {
    expect(canShow(null, { match: 'entry', userVerification: 'preferred' })).toBe(true);
    expect(canShow(null, { match: 'choice', userVerification: 'preferred' })).toBe(false);
    expect(canShow(['match:none'], { match: 'choice', userVerification: 'preferred' })).toBe(false);
    expect(canShow(['match:choice'], { match: 'choice', userVerification: 'preferred' })).toBe(true);
    expect(canShow(['match:choice'], { match: 'entry', userVerification: 'required' })).toBe(false);
    expect(canShow(['verify:pin'], { match: 'entry', userVerification: 'required' })).toBe(true);
  });
});

describe('words', () => {
  it('of policies', () => {
    expect(complianceOf('entry')).toEqual({ sp80063b4: true, reasons: [] });
    expect(complianceOf('none')).toEqual({ sp80063b4: false, reasons: ['match-none'] });
    expect(authenticationMethods('none')).toEqual(['swk', 'user']);
    expect(authenticationMethods('touch-id')).toEqual(['swk', 'user', 'fpt']);
  });
  it('of browsers', () => {
    expect(describeClient('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Windows');
    expect(describeClient('')).toBeUndefined();
  });
  it('are made fit to be shown, or left out', () => {
    expect(shownName('Ber\u202Elin\n ')).toBe('Ber lin');
    expect(shownName('x'.repeat(100))).toHaveLength(64);
    expect(shownName('\u200B')).toBeUndefined();
    expect(shownName(undefined)).toBeUndefined();
  });
});
