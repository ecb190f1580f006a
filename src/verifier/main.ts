import { CliError } from './cli/CliError.ts';
import { buildProgram } from './cli/program.ts';
import { StartError } from './StartError.ts';

try {
  await buildProgram((line) => process.stdout.write(`${line}\n`)).parseAsync();
} catch (error) {
  if (!(error instanceof CliError || error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof CliError ? error.exitCode : 1;
}
