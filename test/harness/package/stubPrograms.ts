/** What stands in for Electron's program in a stub: something that carries fuses, and on Windows resources to edit. */
import { createRequire } from 'node:module';

/** As Electron comes: Node's ways in are open, nothing is checked. */
export const fusesOfElectron = '101100011';

const fuseWire = Buffer.from(
  `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01${String.fromCharCode(fusesOfElectron.length)}${fusesOfElectron}`,
  'latin1',
);

export function linuxProgram(): Buffer {
  return Buffer.concat([Buffer.from('no program, '), fuseWire, Buffer.from(', the end')]);
}

interface ResEdit {
  readonly NtExecutable: { readonly createEmpty: (is32Bit: boolean, isDll: boolean) => Executable };
  readonly NtExecutableResource: { readonly from: (executable: Executable) => Resources };
  readonly Resource: {
    readonly VersionInfo: { readonly create: (...args: unknown[]) => { outputToResourceEntries(entries: unknown): void } };
  };
}
interface Executable {
  setExtraData(data: Buffer): void;
  generate(): ArrayBuffer;
}
interface Resources {
  readonly entries: unknown;
  outputResource(executable: Executable): void;
}

const english = { lang: 1033, codepage: 1200 };

/** An empty program with the version resource that electron-builder looks for, made with the library that it edits it with. */
export function windowsProgram(): Buffer {
  const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const { NtExecutable, NtExecutableResource, Resource } = createRequire(fromBuilder.resolve('app-builder-lib'))('resedit') as ResEdit;
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  Resource.VersionInfo.create(english.lang, {}, [{ ...english, values: { ProductName: 'stub' } }]).outputToResourceEntries(
    resources.entries,
  );
  resources.outputResource(program);
  program.setExtraData(fuseWire);
  return Buffer.from(program.generate());
}
