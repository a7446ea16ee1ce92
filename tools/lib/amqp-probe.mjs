import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/**
 * Logs in to a broker over AMQP 0-9-1 and opens the virtual host, before node_modules has a client. A broker is ready
 * only when this whole handshake succeeds: the port listens seconds earlier.
 */
const CONNECTION = 10;
const START = 10;
const START_OK = 11;
const TUNE = 30;
const TUNE_OK = 31;
const OPEN = 40;
const OPEN_OK = 41;
const CLOSE = 50;

/**
 * Returns `{ kind: 'ok', version }`, `denied` (user, password or virtual host), `unreachable`, `starting` (the port is
 * open, nobody answers yet) or `not-amqp`.
 */
export function probeAmqp(url, timeoutMs = 5000) {
  const target = parse(url);
  return new Promise((resolve) => {
    const socket = target.tls ? connectTls(target.port, target.host) : connect(target.port, target.host);
    let ended = false;
    let version;
    let phase = 'unreachable';
    let pending = Buffer.alloc(0);
    const timer = setTimeout(() => finish({ kind: phase, text: 'no answer in time' }), timeoutMs);
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      phase = 'starting';
      socket.write('AMQP\0\0\u0009\u0001', 'latin1');
    });
    socket.once('error', (error) =>
      finish({ kind: phase === 'starting' ? 'starting' : phase, text: error.code ?? error.message }),
    );
    socket.once('close', () => finish({ kind: phase, text: 'closed the connection' }));
    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      if (phase === 'starting' && pending[0] !== 1)
        return finish({ kind: 'not-amqp', text: 'speaks another protocol' });
      while (pending.length >= 7 && pending.length >= pending.readUInt32BE(3) + 8) {
        const size = pending.readUInt32BE(3);
        const payload = pending.subarray(7, 7 + size);
        pending = pending.subarray(size + 8);
        answer(payload.readUInt16BE(2), payload.subarray(4));
      }
    });

    function answer(method, body) {
      if (method === START) {
        // Inside the server-properties table: short string "version", then type S with a 32-bit length.
        const at = body.indexOf('\u0007versionS', 0, 'latin1') + 9;
        version = at > 9 ? body.toString('utf8', at + 4, at + 4 + body.readUInt32BE(at)) : undefined;
        phase = 'denied';
        socket.write(startOk(target));
      } else if (method === TUNE) {
        socket.write(frame(TUNE_OK, Buffer.concat([body.subarray(0, 6), Buffer.alloc(2)])));
        socket.write(frame(OPEN, Buffer.concat([shortString(target.vhost), Buffer.alloc(2)])));
      } else if (method === OPEN_OK) {
        socket.end(frame(CLOSE, Buffer.concat([Buffer.from([0, 200]), shortString('bye'), Buffer.alloc(4)])));
        finish({ kind: 'ok', version });
      } else if (method === CLOSE) {
        finish({ kind: 'denied', text: body.toString('utf8', 3, 3 + body[2]) });
      }
    }

    function finish(result) {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (result.kind === 'ok') setTimeout(() => socket.destroy(), 200).unref();
      else socket.destroy();
      resolve(result);
    }
  });
}

function parse(url) {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const tls = protocol === 'amqps:';
  return {
    tls,
    host: hostname || '127.0.0.1',
    port: Number(port || (tls ? 5671 : 5672)),
    user: decodeURIComponent(username) || 'guest',
    password: decodeURIComponent(password) || 'guest',
    vhost: decodeURIComponent(pathname.slice(1)) || '/',
  };
}

function startOk({ user, password }) {
  const response = Buffer.from(`\0${user}\0${password}`);
  return frame(
    START_OK,
    Buffer.concat([Buffer.alloc(4), shortString('PLAIN'), uint32(response.length), response, shortString('en_US')]),
  );
}

function frame(method, body) {
  const head = Buffer.from([1, 0, 0]);
  const id = Buffer.from([0, CONNECTION, 0, method]);
  return Buffer.concat([head, uint32(id.length + body.length), id, body, Buffer.from([0xce])]);
}

function shortString(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function uint32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
