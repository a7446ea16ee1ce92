/**
 * Three projects, so that `npm test` can say which kind failed: unit (no I/O, beside the source), conformance (one
 * provider folder against its simulator, sockets only) and component/system (real RabbitMQ and PostgreSQL).
 */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#([a-z-]+)/(.*)\\.js$': '<rootDir>/libs/$1/src/$2',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  setupFiles: ['reflect-metadata'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/'],
};

export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.conformance\\.spec\\.ts$', '/dist/'],
    },
    { ...common, displayName: 'conformance', testMatch: ['<rootDir>/libs/adapters/src/**/*.conformance.spec.ts'] },
    { ...common, displayName: 'component', testMatch: ['<rootDir>/test/component/**/*.spec.ts'] },
    { ...common, displayName: 'system', testMatch: ['<rootDir>/test/system/**/*.spec.ts'] },
  ],
};
