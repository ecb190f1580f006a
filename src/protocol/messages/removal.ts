import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { idSchema, numericDateSchema } from '../text.ts';

/** Payload of `deskfob-removal+jwt`: the device gives its account up. Signed once, kept and sent until the verifier has it. */
export const removalSchema = z.object({ v: z.literal(1), iss: idSchema, aud: issuerSchema, jti: idSchema });
export type Removal = z.infer<typeof removalSchema>;

/** Payload of `deskfob-mute+jwt`: no pushes for this account until then; passcodes go on. */
export const muteSchema = z.object({ v: z.literal(1), iss: idSchema, aud: issuerSchema, jti: idSchema, until: numericDateSchema });
export type Mute = z.infer<typeof muteSchema>;
