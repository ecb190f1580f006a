import { expect, it } from 'vitest';
import { capabilitySchema } from '../../../../src/protocol/messages/attach.ts';
import {
  accountStatusSchema,
  userVerificationMethodSchema,
  userVerificationRequirementSchema,
} from '../../../../src/protocol/messages/common.ts';
import { decisionSchema } from '../../../../src/protocol/messages/answer.ts';
import { outcomeSchema } from '../../../../src/protocol/messages/event.ts';
import { proximitySchema } from '../../../../src/protocol/messages/request.ts';

// A word more or less is a change of the protocol: it has to be made here, in docs/protocol.md and in the schemas too.
it('the closed sets of version 1', () => {
  expect(capabilitySchema.options).toEqual([
    'kind:sign-in',
    'kind:pairing',
    'match:entry',
    'match:choice',
    'match:none',
    'verify:pin',
    'verify:platform',
  ]);
  expect(accountStatusSchema.options).toEqual(['waiting', 'active', 'suspended']);
  expect(userVerificationRequirementSchema.options).toEqual(['discouraged', 'preferred', 'required']);
  expect(userVerificationMethodSchema.options).toEqual(['none', 'pin', 'touch-id', 'windows-hello', 'polkit']);
  expect(decisionSchema.options).toEqual(['approve', 'deny', 'report']);
  expect(outcomeSchema.options).toEqual(['approved', 'denied', 'mismatch', 'reported', 'expired', 'cancelled', 'elsewhere']);
  expect(proximitySchema.options).toEqual(['same-address', 'near', 'far', 'unknown']);
});
