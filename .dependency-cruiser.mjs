// Which part may know which: see docs/architecture.md. test/integration/scripts/importRules.test.ts plants a forbidden
// import for each rule and sees it found. TypeScript edges are read by @swc/core, type-only imports included.

/** Only these places may touch Electron; all the rest of the app runs in plain Node. */
const electronPlaces = ['^src/main/index\\.ts$', '^src/main/(desktop|ipc)/', '^src/preload/'];

/** A small app of its own, run on Electron or the stand-in by the harness's tests. */
const harnessApp = '^test/harness/fixture/';

const typesOnly = ['type-only'];

/** `part` may import itself, the packages, and the parts in `others`; nothing else of the project. */
const onlyKnows = (part, ...others) => ({
  name: `${part}-knows-only-${['itself', ...others].join('-')}`,
  severity: 'error',
  from: { path: `^src/${part}/` },
  to: { path: '^(src|test|scripts)/', pathNot: [part, ...others].map((other) => `^src/${other}/`) },
});

export default {
  forbidden: [
    onlyKnows('renderer', 'bridge'),
    onlyKnows('preload', 'bridge'),
    onlyKnows('main', 'bridge', 'protocol'),
    onlyKnows('verifier', 'protocol'),
    onlyKnows('demo'),
    onlyKnows('protocol'),
    onlyKnows('bridge'),
    {
      name: 'app-root-composed-by-start-only',
      comment: 'A composition root is where all services meet; whoever imports it knows everything. Tests compose the app without windows.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/desktop/startDesktop\\.ts$' },
      to: { path: '^src/main/compose\\.ts$' },
    },
    {
      name: 'verifier-root-composed-by-serve-only',
      severity: 'error',
      // Tests start a verifier in their own process the way its command line does.
      from: { path: '^src/', pathNot: '^src/verifier/cli/serve\\.ts$' },
      to: { path: '^src/verifier/compose\\.ts$' },
    },
    {
      name: 'electron-in-its-places-only',
      severity: 'error',
      from: { path: '^src/', pathNot: electronPlaces },
      to: { path: ['^electron(/|$)', '(^|/)node_modules/electron/'] },
    },
    {
      name: 'electron-store-in-desktop-only',
      comment: 'Loading it loads Electron.',
      severity: 'error',
      from: { pathNot: ['^src/main/desktop/', harnessApp] },
      to: { path: '(^|/)node_modules/electron-store/' },
    },
    {
      name: 'no-electron-in-plain-node',
      comment: 'Loading it there starts a download. Types are fine.',
      severity: 'error',
      from: { path: '^(test|scripts)/', pathNot: ['^scripts/demo/electronProbe\\.cjs$', harnessApp] },
      to: { path: ['^electron(/|$)', '(^|/)node_modules/electron/'], dependencyTypesNot: typesOnly },
    },
    {
      name: 'no-node-in-pages',
      comment: 'The renderer is sandboxed and the bridge is read on both sides.',
      severity: 'error',
      from: { path: '^src/(renderer|bridge)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'protocol-is-pure',
      comment: 'The wire contract does no input or output; of Node it uses the ciphers alone.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'no-cycles',
      comment: 'Of what runs. Two classes may name each other as types.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: typesOnly } },
    },
    {
      name: 'product-without-development-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: typesOnly, pathNot: '(^|/)node_modules/electron/' },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dead-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url(&inline)?|raw|worker)$|^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    // Type-only imports tie two parts together as much as others do.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
