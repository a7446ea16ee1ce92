import pg from 'pg';

/**
 * A pooled connection whose errors never end the process. The pool listens while a connection is idle and TypeORM while
 * it is used, but between the two there is a moment when nobody does: when the server's farewell (a restart, an
 * administrator) lies in the same packet as the answer that makes the connection ready. Both still hear of the error,
 * because the connection is unusable afterwards.
 */
export class GuardedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
