#!/usr/bin/env node
import { certificatesAreValid, createCertificates } from './lib/certificates.mjs';
import { inRepository } from './lib/paths.mjs';
import { say, step } from './lib/progress.mjs';

/** node tools/certificates.mjs [--force]: the sandbox's test certificates and keys in config/certificates. */
const folder = process.env.CERTIFICATES_DIR ?? inRepository('config', 'certificates');
if (!process.argv.includes('--force') && certificatesAreValid(folder)) {
  say('The test certificates are valid.');
} else {
  await step('making test certificates', () => createCertificates(folder));
}
