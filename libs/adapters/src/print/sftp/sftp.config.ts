import { IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';

const FOLDER = /^[^/\\](.*[^/])?$/;

/** `PRINT_*` of `PRINT_VENDOR=sftp`. Keys come from `PRINT_SFTP_PRIVATE_KEY_FILE` and `PRINT_SFTP_HOST_KEY_FILE`. */
export class SftpConfig {
  static readonly configKeys = ['sftpHost', 'sftpUser', 'sftpPrivateKey', 'sftpHostKey'];

  @Matches(/^\S+$/)
  sftpHost!: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  sftpPort = 22;

  @Matches(/^\S+$/)
  sftpUser!: string;

  /** OpenSSH or PEM; the vendor takes public-key login only. Never logged. */
  @Matches(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, {
    message: 'sftpPrivateKey must be a private key in OpenSSH or PEM form',
  })
  sftpPrivateKey!: string;

  /** The vendor's host key as in known_hosts, `ssh-ed25519 AAAA…`; any other host is refused. */
  @Matches(/^(ssh|ecdsa)-[\w-]+ [A-Za-z0-9+/=]+/, {
    message: 'sftpHostKey must be a public key, e.g. ssh-ed25519 AAAA…',
  })
  sftpHostKey!: string;

  /** Connections at once; each letter uses one while it is uploaded. */
  @IsInt()
  @Min(1)
  @Max(32)
  sftpConnections = 4;

  @Matches(FOLDER)
  outboundDir = 'outbound/dokdistsentralprint';

  /** Where the vendor keeps the orders that it has taken; a folder that does not exist is as good as empty. */
  @Matches(FOLDER)
  processedDir = 'outbound/dokdistsentralprint/behandlet';

  @Matches(FOLDER)
  inboundDir = 'inbound/dokdistsentralprint';

  /** kundeId of the order, agreed with the vendor. */
  @IsString()
  @Matches(/^[A-Z0-9_]{1,40}$/)
  customerId = 'MELDINGSFORMIDLER';

  /** modus of the order. */
  @IsIn(['PROD', 'TEST'])
  mode: 'PROD' | 'TEST' = 'PROD';
}
