/** electron-builder.yml as electron-builder itself reads it. */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { projectRoot } from '../lib/projectRoot.ts';

const schema = z.looseObject({
  electronFuses: z.record(z.string(), z.boolean()),
  electronLanguages: z.array(z.string()),
});

export type BuilderConfig = z.infer<typeof schema>;

interface ConfigModule {
  readonly getConfig: (projectDir: string, configPath: string | null, options: null) => Promise<unknown>;
}

export async function readBuilderConfig(): Promise<BuilderConfig> {
  // Not its public face, which has no way to read the file without building.
  const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const { getConfig }: ConfigModule = fromBuilder('app-builder-lib/out/util/config/config');
  return schema.parse(await getConfig(projectRoot, null, null));
}
