import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { startDemo } from './startDemo.ts';
import { VerifierApiError } from './VerifierApi.ts';

/** `admin.json` of a verifier's data folder, or a file that holds nothing but a key. */
async function readApiKey(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).trim();
  return text.startsWith('{') ? z.object({ apiKey: z.string() }).parse(JSON.parse(text)).apiKey : text;
}

const flagsSchema = z.object({ verifier: z.url(), apiKeyFile: z.string(), port: z.coerce.number().int().min(0).max(65_535) });

const program = new Command('deskfob-demo')
  .description('A demo organisation: a sign-in page and a pairing page that use a Deskfob verifier.')
  .option('--verifier <url>', 'the verifier', 'http://localhost:47110')
  .requiredOption('--api-key-file <file>', 'its admin.json, or a file with an API key of scope admin')
  .option('--port <port>', 'port on loopback', '47111')
  .parse();

try {
  const flags = flagsSchema.parse(program.opts());
  const demo = await startDemo({ verifierUrl: flags.verifier, apiKey: await readApiKey(flags.apiKeyFile), port: flags.port });
  process.stdout.write(`Demo organisation at ${demo.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void demo.close());
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 1;
}

function sentence(error: unknown): string {
  if (error instanceof VerifierApiError)
    return error.code === 'unreachable'
      ? 'The verifier does not answer. Start it first.'
      : `The verifier refused the demo (${error.code}).`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'EADDRINUSE'
    ? 'The port of the demo is taken. Stop what holds it, or choose another with --port.'
    : `The demo did not start (${code}).`;
}
