import {
  createHash,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  X509Certificate,
  createPrivateKey,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { leafCertificate, rootCertificate } from './x509.mjs';

/**
 * The sandbox's keys: one root, a virksomhetssertifikat for each organisation that signs or receives, the keys of the
 * simulated Maskinporten and of its clients, SSH keys of the print vendor's SFTP, and the master key of the document
 * encryption. Random, made on this machine, never committed.
 */
export const ORGANISATIONS = {
  313000001: 'SYNTETISK STATLIG ETAT',
  313001008: 'SYNTETISK KOMMUNE',
  313002004: 'SYNTETISK DIREKTORAT',
  313003000: 'SYNTETISK DATABEHANDLER AS',
  991825827: 'MELDINGSFORMIDLER TESTDRIFT',
  984661185: 'DIGIPOST SANDKASSE',
  922020175: 'E-BOKS SANDKASSE',
  974761076: 'UTSKRIFTSTJENESTE SANDKASSE',
  310000003: 'UTENFORSTÅENDE AS',
};

/** Pairs that clients have registered at the simulated Maskinporten (simulated-clients.ts); no certificate has them. */
const REGISTERED = [991825827, 313000001, 313001008, 313002004, 313003000].map((number) => `registered-${number}`);

/** Raise it when the certificates' profile changes; older ones are then made anew. */
const PROFILE = 3;
const RSA = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
};
const THIRTY_DAYS = 30 * 24 * 3600 * 1000;
const generate = promisify(generateKeyPair);

/** Whether everything is there, belongs together and holds for another 30 days. Uses only Node itself. */
export function certificatesAreValid(folder) {
  try {
    const { profile } = JSON.parse(readFileSync(join(folder, 'profile.json'), 'utf8'));
    if (profile !== PROFILE) return false;
    const root = readCertificate(folder, 'root');
    const others = [
      'maskinporten.key.pem',
      ...REGISTERED.map((name) => `${name}.key.pem`),
      'sftp-host.key',
      'sftp-host.key.pub',
      'sftp-client.key',
      'sftp-client.key.pub',
      'master.key',
    ];
    if (others.some((name) => !existsSync(join(folder, name)))) return false;
    return Object.keys(ORGANISATIONS).every((name) => {
      const certificate = readCertificate(folder, name);
      const lasts = Date.parse(certificate.validTo) - Date.now() > THIRTY_DAYS;
      const key = createPrivateKey(readFileSync(join(folder, `${name}.key.pem`)));
      return lasts && certificate.verify(root.publicKey) && certificate.checkPrivateKey(key);
    });
  } catch {
    return false;
  }
}

/** Makes all of them anew. The master key is kept when there is one: what it has encrypted is still in the database. */
export async function createCertificates(folder) {
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(ORGANISATIONS);
  const [rootKeys, maskinportenKeys, ...leafKeys] = await Promise.all(
    ['root', 'maskinporten', ...names].map(() => generate('rsa', RSA)),
  );
  const root = rootCertificate(rootKeys);
  write(folder, 'root.key.pem', rootKeys.privateKey);
  write(folder, 'root.cert.pem', root.pem);
  write(folder, 'maskinporten.key.pem', maskinportenKeys.privateKey);
  names.forEach((organisationNumber, index) => {
    const leaf = leafCertificate(
      leafKeys[index],
      { organisationNumber, name: ORGANISATIONS[organisationNumber] },
      root,
    );
    write(folder, `${organisationNumber}.key.pem`, leafKeys[index].privateKey);
    write(folder, `${organisationNumber}.cert.pem`, leaf.pem + root.pem);
  });
  const registered = await Promise.all(REGISTERED.map(() => generate('rsa', RSA)));
  REGISTERED.forEach((name, index) => write(folder, `${name}.key.pem`, registered[index].privateKey));
  for (const name of ['sftp-host', 'sftp-client']) writeSshKey(folder, name);
  if (!existsSync(join(folder, 'master.key'))) write(folder, 'master.key', `${randomBytes(32).toString('base64')}\n`);
  const fingerprint = createHash('sha256').update(
    createPublicKey(rootKeys.publicKey).export({ type: 'spki', format: 'der' }),
  );
  write(folder, 'profile.json', `${JSON.stringify({ profile: PROFILE, rootKeySha256: fingerprint.digest('hex') })}\n`);
}

/** ssh2 writes about one key in two hundred so that it cannot read it itself (a leading zero is lost): drawn until it can. */
function writeSshKey(folder, name) {
  const { utils } = createRequire(import.meta.url)('ssh2');
  let keys;
  do {
    keys = utils.generateKeyPairSync('ed25519', { comment: `meldingsformidler ${name}` });
  } while (utils.parseKey(keys.private) instanceof Error);
  write(folder, `${name}.key`, keys.private);
  write(folder, `${name}.key.pub`, `${keys.public}\n`);
}

function readCertificate(folder, name) {
  return new X509Certificate(readFileSync(join(folder, `${name}.cert.pem`)));
}

/** Readable by the owner only, and never half-written. */
function write(folder, name, content) {
  const draft = join(folder, `.${name}.${process.pid}`);
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, join(folder, name));
}
