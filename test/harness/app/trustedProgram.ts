/**
 * Run in a process of its own, because trust in certificates belongs to the whole process: pairs by the link, connects,
 * and prints where that led. Arguments: profile folder, link, and `trust` to trust the computer's certificates as the app does.
 */
import { trustSystemCertificates } from '../../../src/main/network/trustSystemCertificates.ts';
import { Computer } from './Computer.ts';

const [folder = '', link = '', trust = ''] = process.argv.slice(2);
if (trust === 'trust') trustSystemCertificates();
const app = await new Computer(folder).launch();
const pairing = await app.pairByLink(link);
if (pairing.step === 'paired') await app.online();
process.stdout.write(JSON.stringify({ pairing, verifiers: app.view().verifiers }));
await app.close();
