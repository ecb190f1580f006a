import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../src/protocol/messages/attach.ts';
import type { Proximity } from '../../../src/protocol/messages/request.ts';
import { applicationLines } from '../../../src/verifier/cli/describePolicy.ts';
import { parsePolicyFlag } from '../../../src/verifier/cli/parsePolicyFlag.ts';
import { complianceOfTable } from '../../../src/verifier/policy/compliance.ts';
import { checkPolicyTable, policyTable } from '../../../src/verifier/policy/policyTable.ts';
import { planRequests } from '../../../src/verifier/requests/planRequests.ts';

const DEFAULT = { match: 'entry', userVerification: 'preferred' } as const;
const EASY = { match: 'none' } as const;
const ALL: Capability[] = ['match:choice', 'match:none', 'verify:pin'];

describe('a policy table', () => {
  it('asks the same everywhere, but for its exceptions', () => {
    expect(policyTable(DEFAULT, { near: EASY, 'same-address': { userVerification: 'required' } })).toEqual({
      'same-address': { match: 'entry', userVerification: 'required' },
      near: { match: 'none', userVerification: 'preferred' },
      far: DEFAULT,
      unknown: DEFAULT,
    });
  });

  it('may ask less of who is nearer', () => {
    const choice = { match: 'choice', userVerification: 'preferred' } as const;
    const table = policyTable({ match: 'entry', userVerification: 'required' }, { 'same-address': EASY, near: choice, far: DEFAULT });
    expect(() => checkPolicyTable({ ...table, 'same-address': { match: 'none', userVerification: 'discouraged' } })).not.toThrow();
    expect(() => checkPolicyTable(policyTable({ match: 'none', userVerification: 'discouraged' }))).not.toThrow();
  });

  it.each([
    ['near none, here entry', { near: EASY }],
    ['far choice, near entry', { far: { match: 'choice' } }],
    ['unknown none, far entry', { unknown: EASY }],
    ['far preferred, near required', { 'same-address': { userVerification: 'required' }, near: { userVerification: 'required' } }],
    ['less verification for more match', { 'same-address': { match: 'none', userVerification: 'required' } }],
    ['unknown discouraged', { unknown: { userVerification: 'discouraged' } }],
  ] as const)('is never weaker when farther: %s', (_, exceptions) => {
    expect(() => checkPolicyTable(policyTable(DEFAULT, exceptions))).toThrow(expect.objectContaining({ code: 'weaker-when-farther' }));
  });

  it('says in its refusal which rows', () => {
    expect(() => checkPolicyTable(policyTable(DEFAULT, { far: EASY }))).toThrow('match none when far, and entry when near');
  });

  it('is marked row by row where it leaves the standard', () => {
    const policy = policyTable(DEFAULT, { 'same-address': EASY, near: { match: 'choice' } });
    const compliance = complianceOfTable(policy);
    expect(compliance).toEqual({
      'same-address': { sp80063b4: false, reasons: ['match-none'] },
      near: { sp80063b4: false, reasons: ['match-choice'] },
      far: { sp80063b4: true, reasons: [] },
      unknown: { sp80063b4: true, reasons: [] },
    });
    expect(applicationLines({ id: 'vpn', name: 'VPN', policy, compliance, lifetimeSeconds: 60 })).toEqual([
      'vpn\tVPN\t60 s',
      '  same-address\tnone\tpreferred\toutside SP 800-63B-4 (match-none)',
      '  near\tchoice\tpreferred\toutside SP 800-63B-4 (match-choice)',
      '  far\tentry\tpreferred',
      '  unknown\tentry\tpreferred',
    ]);
  });

  it('is written on the command line row by row', () => {
    const first = parsePolicyFlag('same-address=none');
    expect(parsePolicyFlag('near=choice,required', first)).toEqual({
      'same-address': { match: 'none' },
      near: { match: 'choice', userVerification: 'required' },
    });
    for (const text of [
      '',
      'near',
      'near=',
      'near=all',
      'here=none',
      'near=none,',
      'near=none,always',
      'near=none,required,x',
      'near=none=x',
    ])
      expect(() => parsePolicyFlag(text), text).toThrow('Write it like');
  });
});

describe('what the accounts of one subscriber are asked', () => {
  const at = (id: string, proximity: Proximity, supports: Capability[] | null = ALL) => ({
    account: { id, attachment: null, address: null, supports },
    here: undefined,
    nearness: { proximity },
  });
  const table = policyTable({ match: 'entry', userVerification: 'required' }, { 'same-address': EASY, near: { match: 'choice' }, far: {} });
  const matchesOf = (plan: ReturnType<typeof planRequests>) => plan?.requests.map(({ account, match }) => [account.id, match.type]);

  it('is the row for the place of each', () => {
    const easy = policyTable(
      { match: 'entry', userVerification: 'required' },
      { 'same-address': { match: 'none', userVerification: 'preferred' } },
    );
    const plan = planRequests(easy, [at('here', 'same-address'), at('there', 'far'), at('away', 'unknown')]);
    expect(plan).toMatchObject({ matchType: 'entry', weakestMatch: 'none', number: expect.stringMatching(/^\d{6}$/) });
    expect(plan?.requests).toMatchObject([
      { account: { id: 'here' }, match: { type: 'none' }, userVerification: 'preferred' },
      { account: { id: 'there' }, match: { type: 'entry', digits: 6 }, userVerification: 'required' },
      { account: { id: 'away' }, match: { type: 'entry', digits: 6 }, userVerification: 'required' },
    ]);
  });

  it('has one number: who might choose types it where another has to', () => {
    expect(matchesOf(planRequests(table, [at('a', 'near'), at('b', 'far')]))).toEqual([
      ['a', 'entry'],
      ['b', 'entry'],
    ]);
    const choice = planRequests(table, [at('a', 'near'), at('b', 'same-address')]);
    expect(choice).toMatchObject({ matchType: 'choice', weakestMatch: 'none', number: expect.stringMatching(/^\d\d$/) });
    expect(matchesOf(choice)).toEqual([
      ['a', 'choice'],
      ['b', 'none'],
    ]);
  });

  it('needs no number where all are near enough', () => {
    const plan = planRequests(table, [at('a', 'same-address')]);
    expect(plan).toMatchObject({ matchType: 'none', weakestMatch: 'none' });
    expect(plan?.number).toBeUndefined();
  });

  it('leaves out whoever cannot show it, and is nothing when that is everybody', () => {
    const plan = planRequests(table, [at('old', 'same-address', null), at('no-pin', 'far', ['match:none']), at('new', 'far')]);
    expect(matchesOf(plan)).toEqual([['new', 'entry']]);
    expect(plan?.weakestMatch).toBe('entry');
    expect(planRequests(table, [at('old', 'same-address', null)])).toBeUndefined();
    expect(planRequests(table, [])).toBeUndefined();
  });
});
