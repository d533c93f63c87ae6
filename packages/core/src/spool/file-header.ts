import { crc32 } from 'node:zlib';

// The beginning of a ring file and of a segment. Numbers are little-endian.
//
//    0  6  `whodid`
//    6  2  version of the format
//    8  8  epoch
//   16  2  length of the producer's id
//   18  n  the producer's id
// 18+n  4  CRC-32 of everything before
const magic = Buffer.from('whodid');
const fixedBytes = 18;

/** Version of the file format that this code writes. */
export const formatVersion = 1;

/** Whose entries a file holds. */
export interface FileHeader {
  readonly producer: string;
  /** 16 hexadecimal digits. */
  readonly epoch: string;
}

/** Largest header there can be, in bytes. */
export const headerLimitBytes: number = fixedBytes + 1024 + 4;

export function encodeFileHeader(header: FileHeader): Buffer {
  const producer = Buffer.from(header.producer).subarray(0, 1024);
  const bytes = Buffer.alloc(fixedBytes + producer.length + 4);
  magic.copy(bytes, 0);
  bytes.writeUInt16LE(formatVersion, 6);
  bytes.write(header.epoch, 8, 8, 'hex');
  bytes.writeUInt16LE(producer.length, 16);
  producer.copy(bytes, fixedBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, bytes.length - 4)), bytes.length - 4);
  return bytes;
}

/**
 * The header at the beginning of a file and its length. `damaged` if there is none that can be
 * read; `newer` if it is whole and of a version that came after this code.
 */
export function readFileHeader(
  bytes: Buffer,
): { readonly header: FileHeader; readonly bytes: number } | 'damaged' | 'newer' {
  if (bytes.length < fixedBytes || !bytes.subarray(0, magic.length).equals(magic)) return 'damaged';
  const length = fixedBytes + bytes.readUInt16LE(16) + 4;
  if (bytes.length < length) return 'damaged';
  if (crc32(bytes.subarray(0, length - 4)) !== bytes.readUInt32LE(length - 4)) return 'damaged';
  if (bytes.readUInt16LE(6) > formatVersion) return 'newer';
  const epoch = bytes.toString('hex', 8, 16);
  return {
    header: { epoch, producer: bytes.toString('utf8', fixedBytes, length - 4) },
    bytes: length,
  };
}
