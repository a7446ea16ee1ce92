// The dependency rules on the resolved import graph; the table is config/architecture.mjs (one source for both gates).
const { ALLOWED, APPS, LIBS, OWNERS } = require('./config/architecture.mjs');

const libPath = (name) => `^libs/${name}/`;
const source = (path) => ({ path, pathNot: '\\.spec\\.ts$' });

const layering = LIBS.filter((name) => name !== 'adapters').map((name) => ({
  name: `${name}-imports-only-what-it-may`,
  comment: `libs/${name} may import ${ALLOWED[name].join(', ') || 'no other lib'} (ARCHITECTURE.md, dependency direction)`,
  severity: 'error',
  from: { path: libPath(name) },
  to: { path: '^(libs|apps)/', pathNot: [libPath(name), ...ALLOWED[name].map(libPath)] },
}));

const owners = Object.entries(OWNERS).map(([dependency, allowed]) => ({
  name: `only-${allowed.join('-and-')}-import-${dependency.replace(/[@/]/g, '')}`,
  severity: 'error',
  from: { path: '^(libs|apps)/', pathNot: [...allowed.map(libPath), '\\.spec\\.ts$'] },
  to: { path: `node_modules/${dependency}/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...layering,
    ...owners,
    {
      name: 'adapters-are-islands',
      comment: 'A provider folder never imports another provider folder.',
      severity: 'error',
      from: { path: '^libs/adapters/src/([^/]+)/' },
      to: { path: '^libs/adapters/src/[^/]+/', pathNot: '^libs/adapters/src/$1/' },
    },
    {
      name: 'adapters-import-only-what-they-may',
      severity: 'error',
      from: { path: '^libs/adapters/' },
      to: { path: '^(libs|apps)/', pathNot: ['^libs/adapters/', ...ALLOWED.adapter.map(libPath)] },
    },
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'only-the-scan-knows-adapters',
      comment: 'Nothing but the folder scan in libs/adapters/src/adapter-folders.ts knows a concrete adapter.',
      severity: 'error',
      from: { path: `^apps/(${APPS.join('|')})/` },
      to: { path: '^libs/adapters/src/[^/]+/' },
    },
    {
      name: 'only-clients-open-sockets',
      comment: 'Outgoing connections are made in *.client.ts (HTTP through libs/platform).',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: ['\\.client\\.ts$', '\\.spec\\.ts$', '\\.simulator\\.ts$', '/testing/', '/simulation/'],
      },
      to: { path: 'node_modules/(undici|ssh2-sftp-client)/' },
    },
    {
      name: 'production-runs-without-dev-dependencies',
      comment: 'The image is built with --omit=dev.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['\\.spec\\.ts$', '/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-domain-is-pure',
      severity: 'error',
      from: source('^libs/(domain|routing)/'),
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'no-source-imports-a-spec',
      severity: 'error',
      from: { pathNot: '\\.spec\\.ts$' },
      to: { path: '\\.spec\\.ts$' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.graph.json' },
    webpackConfig: { fileName: 'config/graph-resolve.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
