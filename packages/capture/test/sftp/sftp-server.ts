import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type SFTPWrapper } from 'ssh2';
import { fingerprintOf } from '../../src/sftp/fingerprint.ts';
import { MemoryFiles, StatusError } from './memory-files.ts';

const { Server, utils } = ssh2;
const { STATUS_CODE, OPEN_MODE } = utils.sftp;

/** What goes wrong, on demand. May be changed while the server runs. */
export interface Faults {
  /** Breaks the connection off once this many bytes of files have been written or read. */
  dropAfterBytes?: number;
  /** Waits before each answer to a write or read. */
  delayMs?: number;
  /** Lets people sign in and never begins the SFTP session. */
  silentSession?: boolean;
}

/** An SSH server with an SFTP session over files in memory, in this process. */
export interface SftpServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** A key that signs the user in, too; its passphrase is `passphrase`. */
  readonly privateKey: string;
  readonly passphrase: string;
  /** Of the host key. */
  readonly fingerprint: string;
  /** The host key as in `known_hosts`: algorithm and base64. */
  readonly hostKey: string;
  readonly files: MemoryFiles;
  readonly faults: Faults;
  /** How many connections asked to sign in. */
  readonly signIns: () => number;
  close(): Promise<void>;
}

const username = 'partner';
const password = 'pw-marker-7f3a9c';
const passphrase = 'phrase-marker-51e0';

// One pair in two hundred that `ssh2` makes is one that it cannot read (2 of 400, ssh2 1.17.0).
function keyPair(phrase?: string): ReturnType<typeof utils.generateKeyPairSync> {
  for (;;) {
    const pair =
      phrase === undefined
        ? utils.generateKeyPairSync('ed25519')
        : utils.generateKeyPairSync('ed25519', {
            passphrase: phrase,
            cipher: 'aes256-cbc',
            rounds: 1,
          });
    if (!(utils.parseKey(pair.private, phrase) instanceof Error)) return pair;
  }
}

export async function sftpServer(): Promise<SftpServer> {
  const host = keyPair();
  const user = keyPair(passphrase);
  const userKey = utils.parseKey(user.public) as ParsedKey;
  const files = new MemoryFiles();
  const faults: Faults = {};
  const connections = new Set<Connection>();
  let signIns = 0;

  const options = {
    hostKeys: [host.private],
    // Done by Node itself; the default is slow without the native parts of `ssh2`.
    algorithms: { cipher: ['aes128-gcm@openssh.com' as const] },
  };
  const server = new Server(options, (connection) => {
    connections.add(connection);
    // Nagle's algorithm makes each answer wait for 40 ms.
    socketOf(connection).setNoDelay(true);
    connection.on('close', () => connections.delete(connection));
    // A client that refuses the host key breaks off the handshake.
    connection.on('error', () => {});
    connection.on('authentication', (context) => {
      signIns += 1;
      if (isPartner(context, userKey)) context.accept();
      else context.reject(['password', 'publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        if (faults.silentSession !== true) {
          serve(acceptSftp(), files, faults, () => socketOf(connection).destroy());
        }
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [algorithm, encoded] = host.public.split(' ');
  const key = Buffer.from(encoded ?? '', 'base64');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    username,
    password,
    privateKey: user.private,
    passphrase,
    fingerprint: fingerprintOf(key),
    hostKey: `${algorithm} ${encoded}`,
    files,
    faults,
    signIns: () => signIns,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const connection of connections) connection.end();
      await closed;
    },
  };
}

function socketOf(connection: Connection): Socket {
  return (connection as unknown as { readonly _sock: Socket })._sock;
}

function isPartner(context: AuthContext, key: ParsedKey): boolean {
  if (context.username !== username) return false;
  if (context.method === 'password') return context.password === password;
  if (context.method !== 'publickey') return false;
  const { data } = context.key;
  if (!data.equals(key.getPublicSSH() as Buffer)) return false;
  if (context.blob === undefined || context.signature === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function serve(session: SFTPWrapper, files: MemoryFiles, faults: Faults, drop: () => void): void {
  const handles = new Map<number, { readonly path: string; listed: boolean }>();
  let passed = 0;

  const handleOf = (handle: Buffer): { readonly path: string; listed: boolean } => {
    const found = handles.get(handle.readUInt32BE(0));
    if (found === undefined) throw new StatusError(STATUS_CODE.FAILURE);
    return found;
  };
  const give = (id: number, path: string): void => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(id);
    handles.set(id, { path, listed: false });
    session.handle(id, handle);
  };
  const answer = (id: number, does: () => unknown): void => {
    try {
      if (does() !== answered) session.status(id, STATUS_CODE.OK);
    } catch (error) {
      session.status(id, error instanceof StatusError ? error.status : STATUS_CODE.FAILURE);
    }
  };
  const pass = (id: number, bytes: number, does: () => unknown): void => {
    passed += bytes;
    if (faults.dropAfterBytes !== undefined && passed > faults.dropAfterBytes) drop();
    else if (faults.delayMs === undefined) answer(id, does);
    else setTimeout(() => answer(id, does), faults.delayMs);
  };
  const stat = (id: number, path: string): void =>
    answer(id, () => {
      session.attrs(id, files.stat(path));
      return answered;
    });

  session.on('OPEN', (id, name, flags) =>
    answer(id, () => {
      const writes = (flags & OPEN_MODE.WRITE) !== 0 || (flags & OPEN_MODE.APPEND) !== 0;
      give(id, files.open(name, writes, (flags & OPEN_MODE.TRUNC) !== 0));
      return answered;
    }),
  );
  session.on('WRITE', (id, handle, offset, data) => {
    const copy = Buffer.from(data);
    pass(id, copy.length, () => files.write(handleOf(handle).path, offset, copy));
  });
  session.on('READ', (id, handle, offset, length) =>
    pass(id, length, () => {
      const data = files.read(handleOf(handle).path, offset, length);
      if (data.length === 0) throw new StatusError(STATUS_CODE.EOF);
      session.data(id, data);
      return answered;
    }),
  );
  session.on('CLOSE', (id, handle) => answer(id, () => handles.delete(handle.readUInt32BE(0))));
  session.on('OPENDIR', (id, path) =>
    answer(id, () => {
      files.names(path);
      give(id, path);
      return answered;
    }),
  );
  session.on('READDIR', (id, handle) =>
    answer(id, () => {
      const folder = handleOf(handle);
      if (folder.listed) throw new StatusError(STATUS_CODE.EOF);
      folder.listed = true;
      session.name(id, files.names(folder.path));
      return answered;
    }),
  );
  session.on('FSTAT', (id, handle) => stat(id, handleOf(handle).path));
  session.on('STAT', stat);
  session.on('LSTAT', stat);
  session.on('FSETSTAT', (id) => answer(id, () => {}));
  session.on('SETSTAT', (id, path) => answer(id, () => void files.stat(path)));
  session.on('REMOVE', (id, path) => answer(id, () => files.remove(path)));
  session.on('RMDIR', (id, path) => answer(id, () => files.removeFolder(path)));
  session.on('MKDIR', (id, path) => answer(id, () => files.makeFolder(path)));
  session.on('RENAME', (id, from, to) => answer(id, () => files.rename(from, to)));
  session.on('REALPATH', (id, path) =>
    answer(id, () => {
      const filename = files.resolve(path);
      session.name(id, [{ filename, longname: filename, attrs: files.stat('/') }]);
      return answered;
    }),
  );
}

const answered = Symbol('answered');
