// `npm test`: every check there is. Plain JavaScript, because a fresh clone has only the host's Node.
import { continueUnderProjectNode } from './lib/bootstrap.mjs';

process.exitCode = await continueUnderProjectNode('scripts/test/main.ts', process.argv.slice(2));
