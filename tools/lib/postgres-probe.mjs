import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/**
 * Asks a PostgreSQL server one question over its wire protocol (version 3), because the set-up runs before
 * node_modules has a driver. Knows trust, password, MD5 and SCRAM-SHA-256; no TLS (a local server has none to offer).
 */
const PROTOCOL_3 = 196_608;
const STARTING_UP = '57P03';

/**
 * Returns `{ kind: 'ok', rows }` (text values), `denied` or `failed` with the server's words, `starting` while it is
 * booting, `unreachable`, or `not-postgres`.
 */
export function queryPostgres(url, sql, timeoutMs = 5000) {
  const target = parse(url);
  return new Promise((resolve) => {
    const socket = connect(target.port, target.host);
    const session = new Session(target, sql, (bytes) => socket.write(bytes), finish);
    const timer = setTimeout(() => finish({ kind: 'unreachable', text: 'no answer in time' }), timeoutMs);
    let ended = false;
    socket.once('connect', () => socket.write(startup(target)));
    socket.on('data', (bytes) => session.receive(bytes));
    socket.once('error', (error) => finish({ kind: 'unreachable', text: error.code ?? error.message }));
    socket.once('close', () => finish({ kind: 'not-postgres', text: 'closed the connection' }));

    function finish(result) {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    }
  });
}

function parse(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const user = decodeURIComponent(username) || 'postgres';
  return {
    host: hostname || '127.0.0.1',
    port: Number(port || 5432),
    user,
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || user,
  };
}

function startup({ user, database }) {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(parameters.length + 8, 0);
  head.writeInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([head, parameters]);
}

function frame(type, body) {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

class Session {
  constructor(target, sql, send, finish) {
    Object.assign(this, { target, sql, send, finish });
    this.pending = Buffer.alloc(0);
    this.rows = [];
    this.asked = false;
  }

  receive(bytes) {
    this.pending = Buffer.concat([this.pending, bytes]);
    if (!/[A-Za-z]/.test(String.fromCharCode(this.pending[0])))
      this.finish({ kind: 'not-postgres', text: 'speaks another protocol' });
    while (this.pending.length >= 5) {
      const length = this.pending.readInt32BE(1) + 1;
      if (length > 1_000_000 || length < 5)
        return this.finish({ kind: 'not-postgres', text: 'speaks another protocol' });
      if (this.pending.length < length) return;
      const message = this.pending.subarray(0, length);
      this.pending = this.pending.subarray(length);
      this.handle(String.fromCharCode(message[0]), message.subarray(5));
    }
  }

  handle(type, body) {
    if (type === 'R') return this.authenticate(body.readInt32BE(0), body.subarray(4));
    if (type === 'E') return this.fail(errorFields(body));
    if (type === 'D') this.rows.push(dataRow(body));
    if (type !== 'Z') return;
    if (this.asked) return this.finish({ kind: 'ok', rows: this.rows });
    this.asked = true;
    this.send(frame('Q', Buffer.from(`${this.sql}\0`)));
  }

  fail({ code, text }) {
    if (code === STARTING_UP) return this.finish({ kind: 'starting', text });
    this.finish({ kind: this.asked ? 'failed' : 'denied', text });
  }

  authenticate(method, body) {
    const { user, password } = this.target;
    if (method === 0) return;
    if (method === 3) return this.send(frame('p', Buffer.from(`${password}\0`)));
    if (method === 5) {
      const md5 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest('hex');
      return this.send(frame('p', Buffer.from(`md5${md5(md5(password, user), body)}\0`)));
    }
    if (method === 10) return this.send(this.scramFirst());
    if (method === 11) return this.send(this.scramFinal(body.toString('utf8')));
    if (method !== 12) this.finish({ kind: 'denied', text: `asks for authentication method ${method}` });
  }

  /** RFC 5802, RFC 7677; PostgreSQL ignores the user name in it. */
  scramFirst() {
    this.clientFirst = `n=,r=${randomBytes(18).toString('base64')}`;
    const message = Buffer.from(`n,,${this.clientFirst}`);
    const length = Buffer.alloc(4);
    length.writeInt32BE(message.length);
    return frame('p', Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), length, message]));
  }

  scramFinal(serverFirst) {
    const fields = Object.fromEntries(serverFirst.split(',').map((field) => [field[0], field.slice(2)]));
    const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
    const salted = pbkdf2Sync(this.target.password, Buffer.from(fields.s, 'base64'), Number(fields.i), 32, 'sha256');
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=biws,r=${fields.r}`;
    const signature = hmac(
      createHash('sha256').update(clientKey).digest(),
      `${this.clientFirst},${serverFirst},${withoutProof}`,
    );
    const proof = clientKey.map((byte, index) => byte ^ signature[index]);
    return frame('p', Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`));
  }
}

function errorFields(body) {
  const fields = body
    .toString('utf8')
    .split('\0')
    .filter((field) => field !== '');
  const named = Object.fromEntries(fields.map((field) => [field[0], field.slice(1)]));
  return { code: named.C, text: named.M ?? 'error' };
}

function dataRow(body) {
  const values = [];
  let offset = 2;
  for (let column = 0; column < body.readInt16BE(0); column += 1) {
    const length = body.readInt32BE(offset);
    offset += 4;
    values.push(length < 0 ? null : body.toString('utf8', offset, offset + length));
    offset += Math.max(length, 0);
  }
  return values;
}
