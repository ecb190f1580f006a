import { z } from 'zod';
import { appFrameSchema, verifierFrameSchema } from '../../src/protocol/frames.ts';
import { issuerSchema } from '../../src/protocol/issuer.ts';
import { answerSchema } from '../../src/protocol/messages/answer.ts';
import { attachedSchema, attachProofSchema } from '../../src/protocol/messages/attach.ts';
import { eventSchema } from '../../src/protocol/messages/event.ts';
import { delegationSchema, metadataSchema } from '../../src/protocol/messages/metadata.ts';
import { accountGrantSchema, accountSecretSchema, pairingProofSchema, pairingRefusalSchema } from '../../src/protocol/messages/pairing.ts';
import { muteSchema, removalSchema } from '../../src/protocol/messages/removal.ts';
import { matchSchema, requestSchema } from '../../src/protocol/messages/request.ts';

/** File name under `schemas/` without `.json` → what this implementation parses with. */
export const SCHEMAS = {
  metadata: metadataSchema,
  delegation: delegationSchema,
  pairing: pairingProofSchema,
  account: accountGrantSchema,
  'account-secret': accountSecretSchema,
  'pairing-refusal': pairingRefusalSchema,
  attach: attachProofSchema,
  attached: attachedSchema,
  request: requestSchema,
  answer: answerSchema,
  event: eventSchema,
  removal: removalSchema,
  mute: muteSchema,
  'verifier-frame': verifierFrameSchema,
  'app-frame': appFrameSchema,
} as const;
export type SchemaName = keyof typeof SCHEMAS;

const UNSIGNED = new Set<SchemaName>(['delegation', 'account-secret', 'pairing-refusal', 'verifier-frame', 'app-frame']);

const must = {
  type: 'array',
  maxItems: 32,
  items: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  description: 'Members that the receiver has to know; otherwise the message is unsupported.',
};

/** The normative JSON Schema (2020-12) of one message. Rules that zod holds as code are put into words JSON Schema has. */
export function jsonSchemaOf(name: SchemaName): object {
  const document = z.toJSONSchema(SCHEMAS[name], {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === issuerSchema)
        jsonSchema.description =
          'Canonical issuer: parsing it as a URL and writing it again gives the same text (addresses in range and in their shortest form).';
      if (zodSchema === matchSchema.options[1].shape.options) jsonSchema.uniqueItems = true;
      // zod takes whatever a URL parser takes between brackets, which its own pattern does not.
      if (jsonSchema.format === 'ipv6') jsonSchema.pattern = '^[0-9A-Fa-f:.]{2,45}$';
    },
  });
  const pairs =
    name === 'pairing'
      ? {
          oneOf: [
            { required: ['name'], properties: { key: { minLength: 12, maxLength: 12 } } },
            { properties: { key: { minLength: 26, maxLength: 26 }, name: false } },
          ],
        }
      : {};
  const withMust = UNSIGNED.has(name) ? {} : { properties: { ...document.properties, must } };
  const { $schema, ...rest } = document;
  return { $schema, title: `Deskfob version 1: ${name}`, ...rest, ...withMust, ...pairs };
}
