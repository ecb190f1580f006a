/** One check each: the static ones are a command that passes or fails, the others a vitest project. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../lib/projectRoot.ts';
import { type ProjectTally, type Tally, tallyVitest, withSecondTry } from './vitestReport.ts';

export const staticChecks = {
  types: { title: 'type check', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] },
  lint: { title: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] },
  format: {
    title: 'format',
    script: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', 'src', 'test', 'scripts', '*.ts', '*.mjs', '.dependency-cruiser.mjs'],
  },
  imports: {
    title: 'import rules',
    script: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src', 'test', 'scripts'],
  },
} as const;

export type StaticCheck = keyof typeof staticChecks;

export const projects = ['unit', 'integration', 'vault', 'faults', 'postgres', 'attacks', 'e2e'] as const;

export type Project = (typeof projects)[number];

/** Files at a time. Integration and end-to-end tests wait for timers and other processes more than they compute. */
const workers: Record<Project, number> = { unit: 2, integration: 3, vault: 1, faults: 3, postgres: 3, attacks: 2, e2e: 2 };

/** The tests start hundreds of processes, each of which would compile the same files anew. */
const compileCache = join(projectRoot, 'out/test/compiled');

/** Prints its output only when it fails. */
export async function runStaticCheck(name: StaticCheck): Promise<Tally> {
  const { title, script, args } = staticChecks[name];
  const child = spawn(process.execPath, [join(projectRoot, script), ...args], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await ended(child);
  console.log(code === 0 ? `${title}: passed` : `${title}: failed\n${output.trimEnd()}`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, remarks: [] };
}

/** Where a project's run leaves its JSON report. */
export function reportOf(name: Project): string {
  return join(projectRoot, 'out/test', `${name}.json`);
}

/**
 * Files that fail run once more, one at a time: a crowded machine can end a patient test, a fault of ours fails again. What
 * failed first is named all the same. Unit tests have nothing to wait for, and no second try.
 */
export async function runProject(name: Project, env: Readonly<Record<string, string>>): Promise<Tally> {
  const first = await runVitest(name, { env, report: reportOf(name), workers: workers[name], files: [] });
  if (name === 'unit' || first.failedFiles.length === 0) return first;
  const files = first.failedFiles.map(({ path }) => path);
  console.log(`\n${name}, second try: ${files.length} files`);
  const report = join(projectRoot, 'out/test', `${name}-second.json`);
  return withSecondTry(first, await runVitest(name, { env, report, workers: 1, files }));
}

interface VitestRun {
  readonly env: Readonly<Record<string, string>>;
  readonly report: string;
  readonly workers: number;
  /** None means all. */
  readonly files: readonly string[];
}

async function runVitest(name: Project, { env, report, workers: count, files }: VitestRun): Promise<ProjectTally> {
  await mkdir(dirname(report), { recursive: true });
  await rm(report, { force: true });
  const args = [
    'run',
    ...files,
    '--project',
    name,
    `--maxWorkers=${count}`,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const child = spawn(process.execPath, [join(projectRoot, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...env },
  });
  const code = await ended(child);
  return tallyVitest(await readFile(report, 'utf8').catch(() => undefined), code);
}

async function ended(child: ReturnType<typeof spawn>): Promise<number> {
  return await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
