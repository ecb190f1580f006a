// `npm run package`: the app's package for this system. Plain JavaScript, because a fresh clone has only the host's Node.
import { continueUnderProjectNode } from './lib/bootstrap.mjs';

process.exitCode = await continueUnderProjectNode('scripts/package/main.ts', process.argv.slice(2));
