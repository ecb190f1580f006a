import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/renderer/features/requests/differences.ts';
import { mixesAlphabets } from '../../../src/renderer/features/requests/mixesAlphabets.ts';
import { imitatingRequest, nearRequest, request, sameNetworkRequest, twinRequest } from '../../integration/renderer/views.ts';

describe('differences', () => {
  it('are none for one request, and for twins', () => {
    expect(differences([request()])).toEqual([]);
    expect(differences([request(), twinRequest])).toEqual([]);
  });

  it('are named in the order in which a person looks', () => {
    expect(differences([request(), nearRequest, sameNetworkRequest])).toEqual(['application', 'place', 'address', 'client']);
    expect(differences([request(), request({ accountId: 'other' })])).toEqual(['account']);
    expect(differences([request(), request({ origin: { ...request().origin, address: '102.89.23.8' } })])).toEqual(['address']);
  });

  it('see letters that the eye takes for the same', () => {
    expect(differences([request(), imitatingRequest])).toEqual(['application']);
  });
});

describe('mixesAlphabets', () => {
  it.each([
    ['Acme VPN', false],
    ['Акме VPN', false],
    ['Σύστημα 3', false],
    ['شركة القاهرة', false],
    ['東京メトロ Portal', false],
    ['', false],
    ['Аcme VPN', true],
    ['Acme VРN', true],
    ['Gοοgle', true],
  ])('%s: %s', (name, mixes) => {
    expect(mixesAlphabets(name)).toBe(mixes);
  });
});
