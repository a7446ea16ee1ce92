// How dependency-cruiser finds `#lib/file.js`: the source, not the build (package.json "imports" points at dist).
const path = require('node:path');
const { LIBS } = require('./architecture.mjs');

module.exports = {
  resolve: {
    alias: Object.fromEntries(LIBS.map((name) => [`#${name}`, path.resolve(__dirname, `../libs/${name}/src`)])),
    extensionAlias: { '.js': ['.ts', '.js'] },
    importsFields: [],
  },
};
