import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that listens on a port. */
export interface PortOwner {
  readonly pid: number;
  readonly name: string;
}

/**
 * Who listens on a TCP port of this machine. `null` if that cannot be known: outside Linux, and for
 * processes of other users.
 */
export function portOwner(port: number): PortOwner | null {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)),
  );
  if (sockets.size === 0) return null;
  const pid = list('/proc').find((name) => /^\d+$/.test(name) && holdsAny(name, sockets));
  if (pid === undefined) return null;
  return { pid: Number(pid), name: read(`/proc/${pid}/comm`).trim() };
}

// A line of /proc/net/tcp: number, local address:port, remote address:port, state, five more, inode.
// Ports are hexadecimal, state 0A is listening.
function listeningInodes(file: string, port: number): string[] {
  return read(file)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => {
      return state === '0A' && Number.parseInt(local.split(':')[1] ?? '', 16) === port;
    })
    .flatMap((fields) => fields[9] ?? []);
}

function holdsAny(pid: string, inodes: ReadonlySet<string>): boolean {
  return list(`/proc/${pid}/fd`).some((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1];
    return inode !== undefined && inodes.has(inode);
  });
}

// Processes come and go while we look, and others' are closed to us: what cannot be read is empty.
function read(file: string): string {
  return quietly(() => readFileSync(file, 'utf8'), '');
}

function list(directory: string): readonly string[] {
  return quietly(() => readdirSync(directory), []);
}

function link(file: string): string {
  return quietly(() => readlinkSync(file), '');
}

function quietly<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
