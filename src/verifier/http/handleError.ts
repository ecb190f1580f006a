import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import { API_ERROR_CODES, type ApiErrorCode, STATUS, VerifierError } from '../VerifierError.ts';
import { describeError } from './describeError.ts';

const codes: ReadonlySet<string> = new Set(API_ERROR_CODES);

/** Every failure of a route as `{error, message}` with a code of the closed set. What was sent is never repeated. */
export async function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { code, message } = translate(error);
  if (code === 'internal') request.log.error({ reqId: request.id, failure: describeError(error) }, 'a request failed');
  // RFC 9110 section 10.2.3.
  if (error instanceof VerifierError && error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  await reply.code(STATUS[code]).type('application/json').send({ error: code, message });
}

export function translate(error: unknown): { code: ApiErrorCode; message: string } {
  if (error instanceof VerifierError) return { code: error.code, message: error.message };
  if (error instanceof ProtocolError) return { code: error.code === 'unsupported' ? 'unsupported' : 'malformed', message: error.message };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validation.map((issue) => issue.instancePath).filter((path) => path !== '');
    return { code: 'malformed', message: `The request has not the expected shape${where.length === 0 ? '' : ` at ${where.join(', ')}`}.` };
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return { code: 'too-large', message: 'The body is too large.' };
  if (status === 429) return { code: 'throttled', message: 'Too many requests. Try again later.' };
  if (typeof status === 'number' && status >= 400 && status < 500) return { code: 'malformed', message: 'The request was not understood.' };
  return { code: 'internal', message: 'Something went wrong in the verifier.' };
}

/** Whether a code belongs to the API. */
export function isApiErrorCode(code: string): code is ApiErrorCode {
  return codes.has(code);
}
