/**
 * `npm test`: builds, then every check there is, and at the end the sum. `npm test -- unit e2e` runs only those.
 */
import { build } from '../lib/builds.ts';
import { chooseElectronHost } from '../lib/electronHost.ts';
import { Sentence, sayAndExit } from '../lib/Sentence.ts';
import { ensureSystemParts } from '../lib/systemParts.ts';
import { sumUpAttacks } from './sumUpAttacks.ts';
import { type Project, type StaticCheck, projects, runProject, runStaticCheck, staticChecks } from './checks.ts';
import type { Tally } from './vitestReport.ts';

const allStatic = Object.keys(staticChecks).filter(isStaticCheck);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayAndExit(error);
}

async function main(asked: string[]): Promise<number> {
  const unknown = asked.filter((name) => !isStaticCheck(name) && !isProject(name));
  if (unknown.length > 0)
    throw new Sentence(`No check is called ${unknown.join(', ')}; there are ${[...allStatic, ...projects].join(', ')}.`);
  const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);
  const chosen = projects.filter(wanted);
  if (chosen.length > 0) ensureSystemParts({ chromium: true, tests: true });
  const tallies: Tally[] = await Promise.all(allStatic.filter(wanted).map(runStaticCheck));
  const isBuilt = chosen.length > 0 && (await tryBuild(tallies));
  for (const project of chosen) {
    if (isBuilt || project !== 'e2e') tallies.push(await testProject(project));
    else tallies.push({ passed: 0, failed: 1, remarks: ['e2e: there is nothing to test without a build'] });
  }
  return sumUp(tallies);
}

async function tryBuild(tallies: Tally[]): Promise<boolean> {
  try {
    await build();
    tallies.push({ passed: 1, failed: 0, remarks: [] });
    console.log('build: passed');
    return true;
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    console.log(`build: failed\n${error.message}`);
    tallies.push({ passed: 0, failed: 1, remarks: [] });
    return false;
  }
}

async function testProject(project: Project): Promise<Tally> {
  if (project === 'vault' && process.platform !== 'linux') {
    console.log('\nvault: these tests are for the Secret Service of Linux');
    return { passed: 0, failed: 0, remarks: [] };
  }
  const env: Record<string, string> = {};
  if (project === 'e2e') {
    const host = await chooseElectronHost({ download: false });
    console.log(`\ne2e: ${host.why}`);
    if (host.kind === 'stand-in') env['DESKFOB_STAND_IN'] = '1';
  } else {
    console.log(`\n${project}:`);
  }
  const ran = await runProject(project, env);
  const tally = project === 'attacks' ? await sumUpAttacks(ran) : ran;
  return { ...tally, remarks: tally.remarks.map((remark) => `${project}: ${remark}`) };
}

function sumUp(tallies: readonly Tally[]): number {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  for (const remark of tallies.flatMap((tally) => tally.remarks)) console.log(remark);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function isStaticCheck(name: string): name is StaticCheck {
  return Object.hasOwn(staticChecks, name);
}

function isProject(name: string): name is Project {
  return projects.some((project) => project === name);
}
