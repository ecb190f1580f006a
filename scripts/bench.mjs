// `npm run bench`: measures the product against floors. Plain JavaScript, because a fresh clone has only the host's Node.
import { continueUnderProjectNode } from './lib/bootstrap.mjs';

process.exitCode = await continueUnderProjectNode('scripts/bench/main.ts', process.argv.slice(2));
