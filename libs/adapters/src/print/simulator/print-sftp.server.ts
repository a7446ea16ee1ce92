import { createServer, type Server } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type PublicKeyAuthContext } from 'ssh2';
import type { PrintSftpOptions } from './print-sftp-options.js';
import { SftpConversation } from './sftp-conversation.js';

/** A real SSH server with the SFTP subsystem over the virtual files: public-key login only, faults at open and rename. */
export class PrintSftpServer {
  private readonly listener: Server;
  private readonly connections = new Set<Connection>();

  constructor(private readonly options: PrintSftpOptions) {
    const server = new ssh2.Server({ hostKeys: [options.hostKey] }, (connection) => {
      this.serve(connection);
    });
    // Sockets of our own for their noDelay, which every SSH server sets.
    this.listener = createServer({ noDelay: true }, (socket) => {
      server.injectSocket(socket);
    });
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(this.options.port, '127.0.0.1', resolve);
    });
  }

  stop(): Promise<void> {
    for (const connection of this.connections) connection.end();
    return new Promise((resolve) => {
      this.listener.close(() => {
        resolve();
      });
    });
  }

  private serve(connection: Connection): void {
    this.connections.add(connection);
    connection.on('close', () => this.connections.delete(connection));
    // A client that goes away in the middle is no news.
    connection.on('error', () => undefined);
    const allowed = parseKey(this.options.clientKey);
    connection.on('authentication', (context) => {
      if (isAllowed(context, allowed)) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (acceptSession) => {
      acceptSession().on('sftp', (acceptSftp) => {
        new SftpConversation(acceptSftp(), connection, this.options).begin();
      });
    });
  }
}

function isAllowed(context: AuthContext, allowed: ParsedKey): boolean {
  if (!isPublicKey(context)) return false;
  const presented = context.key;
  if (presented.algo !== allowed.type || !presented.data.equals(allowed.getPublicSSH())) return false;
  // Without a signature the client only asks whether the key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return allowed.verify(context.blob, context.signature, context.hashAlgo);
}

function isPublicKey(context: AuthContext): context is PublicKeyAuthContext {
  return context.method === 'publickey';
}

function parseKey(text: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) throw new Error('sftp-client.key.pub is not a public key.');
  return parsed;
}
