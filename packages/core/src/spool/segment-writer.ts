import { fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createFlags, type Disk, writeAll } from './disk.ts';
import { segmentName } from './segment-files.ts';

/** A directory for segments, made when it is first needed. */
export interface SegmentPlace {
  /** Most bytes of segments while new ones go here. */
  readonly limitBytes: number;
  /** Makes the directory if it is missing and tells its path. Throws if it cannot be used. */
  prepare(): string;
}

/** A segment that is written to. Everything up to `bytes` is durable. */
export interface OpenSegment {
  readonly first: number;
  readonly path: string;
  readonly fd: number;
  bytes: number;
}

/**
 * Begins a segment with a first run of frames in it, or with none.
 *
 * On return the file, its name and its contents are durable. On a failure nothing is left behind.
 */
export function createSegment(
  disk: Disk,
  directory: string,
  begin: { readonly first: number; readonly header: Buffer; readonly run: Buffer },
): OpenSegment {
  const { fd, path } = createFile(disk, directory, begin.first);
  try {
    const bytes = Buffer.concat([begin.header, begin.run]);
    writeAll(disk, fd, bytes);
    disk.sync(fd);
    disk.syncDirectory(directory);
    return { first: begin.first, path, fd, bytes: bytes.length };
  } catch (error) {
    disk.close(fd);
    disk.unlink(path);
    throw error;
  }
}

/**
 * Appends a run and makes it durable. If this throws, what the file holds beyond `segment.bytes` is
 * unknown and the file must not be written or synced again: after a failed fsync the kernel may
 * have thrown the data away and report success the next time.
 */
export function appendRun(disk: Disk, segment: OpenSegment, run: Buffer): void {
  writeAll(disk, segment.fd, run);
  disk.sync(segment.fd);
  segment.bytes += run.length;
}

/** Stops writing to a segment and cuts off what is not known to be durable. */
export function retireSegment(disk: Disk, segment: OpenSegment): void {
  try {
    disk.truncate(segment.fd, segment.bytes);
  } catch {
    // Readers stop at `bytes`, and after a restart a torn end is recognised.
  }
  disk.close(segment.fd);
}

/** Whether the file has lost its name: somebody removed it, and what is written to it is lost. */
export function hasVanished(segment: OpenSegment): boolean {
  return fstatSync(segment.fd).nlink === 0;
}

/** Puts a removed segment back under its name, as far as it is still in our hands. */
export function restoreSegment(disk: Disk, segment: OpenSegment, directory: string): OpenSegment {
  const contents = Buffer.alloc(segment.bytes);
  const length = readSync(segment.fd, contents, 0, segment.bytes, 0);
  const { fd, path } = createFile(disk, directory, segment.first);
  writeAll(disk, fd, contents.subarray(0, length));
  disk.sync(fd);
  disk.syncDirectory(directory);
  disk.close(segment.fd);
  return { first: segment.first, path, fd, bytes: length };
}

function createFile(
  disk: Disk,
  directory: string,
  first: number,
): { readonly fd: number; readonly path: string } {
  for (let turn = 0; ; turn += 1) {
    const path = join(directory, segmentName(first, turn));
    try {
      return { fd: disk.open(path, createFlags, 0o600), path };
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!taken || turn > 1000) throw error;
    }
  }
}
