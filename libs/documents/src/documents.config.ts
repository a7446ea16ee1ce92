import { IsString, Matches } from 'class-validator';

/** Read with `loadConfig(DocumentsConfig, environment)`: DOCUMENTS_DIR and MASTER_KEY (or MASTER_KEY_FILE). */
export class DocumentsConfig {
  /** Folder of the encrypted documents; made when it is not there. */
  @IsString()
  documentsDir = 'var/documents';

  /**
   * Base64 of 32 bytes, or several for rotation as `2:<base64>,1:<base64>`: each with its number (1-255), the first is
   * the one that new keys are wrapped with.
   */
  @Matches(/^(\d{1,3}:)?[A-Za-z0-9+/]{43}=(,\d{1,3}:[A-Za-z0-9+/]{43}=)*$/, {
    message: 'masterKey must be base64 of 32 bytes, or number:base64 several times with commas between',
  })
  masterKey = '';
}
