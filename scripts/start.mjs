// `npm start`: the demo organisation and the app. Plain JavaScript, because a fresh clone has only the host's Node.
import { continueUnderProjectNode } from './lib/bootstrap.mjs';

process.exitCode = await continueUnderProjectNode('scripts/demo/main.ts', process.argv.slice(2));
