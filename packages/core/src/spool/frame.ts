import { crc32 } from 'node:zlib';

// One entry in a ring file or a segment. Numbers are little-endian.
//
//    0  4  marker, bytes that UTF-8 cannot contain, so never part of a payload
//    4  4  CRC-32 of everything from byte 8 to the end
//    8  4  length of the payload
//   12  1  type; 1 is an entry
//   13  3  zero
//   16  8  seq, low half first
//   24 36  id as text
//   60  n  payload: canonical UTF-8
const marker = Buffer.from([0xff, 0xfe, 0xf9, 0xfb]);
const markerNumber = marker.readUInt32LE(0);
const idBytes = 36;

/** Bytes of a frame before its payload. */
export const frameHeadBytes = 60;

/** Largest payload; a length above it is damage. Twice what a collector takes in one body. */
export const payloadLimitBytes: number = 16 * 1024 * 1024;

/** The only frame type so far. Others are from a newer version and are kept aside unread. */
export const entryFrame = 1;

/** Where one frame lies in a buffer. */
export interface Frame {
  readonly seq: number;
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** The payload of a frame as text. */
export function frameText(bytes: Buffer, frame: Frame): string {
  return bytes.toString('utf8', frame.start + frameHeadBytes, frame.end);
}

/** Reads the fields of a frame that {@link frameEnd} found to be whole. */
export function readFrame(bytes: Buffer, start: number, end: number): Frame {
  const seq = bytes.readUInt32LE(start + 16) + bytes.readUInt32LE(start + 20) * 0x1_0000_0000;
  return { seq, id: bytes.toString('latin1', start + 24, start + 24 + idBytes), start, end };
}

/**
 * Where the frame at `start` ends; `incomplete` if the buffer ends before it does; `bad` if this is
 * no frame.
 */
export function frameEnd(bytes: Buffer, start: number): number | 'incomplete' | 'bad' {
  const left = bytes.length - start;
  if (left < marker.length) {
    return marker.compare(bytes, start, bytes.length, 0, left) === 0 ? 'incomplete' : 'bad';
  }
  if (bytes.readUInt32LE(start) !== markerNumber) return 'bad';
  if (left < frameHeadBytes) return 'incomplete';
  const length = bytes.readUInt32LE(start + 8);
  if (length > payloadLimitBytes || bytes[start + 12] !== entryFrame) return 'bad';
  const end = start + frameHeadBytes + length;
  if (end > bytes.length) return 'incomplete';
  return crc32(bytes.subarray(start + 8, end)) === bytes.readUInt32LE(start + 4) ? end : 'bad';
}

/** Where the next whole frame begins at or after `from`, or -1. */
export function findFrame(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(marker, from);
  while (at !== -1 && typeof frameEnd(bytes, at) !== 'number') at = bytes.indexOf(marker, at + 1);
  return at;
}

const keptScratchBytes = 1024 * 1024;

/** Puts entries into frames, in one buffer that is used again and again. */
export class FrameEncoder {
  #scratch: Buffer = Buffer.allocUnsafeSlow(16 * 1024);

  /** The frame as bytes that are valid until the next call, or `null` if the payload is too long. */
  encode(seq: number, id: string, text: string): Buffer | null {
    const most = frameHeadBytes + text.length * 3;
    const bytes = most <= this.#scratch.length ? this.#scratch : this.#larger(most);
    const length = bytes.write(text, frameHeadBytes, 'utf8');
    if (length > payloadLimitBytes) return null;
    marker.copy(bytes, 0);
    bytes.writeUInt32LE(length, 8);
    bytes.writeUInt32LE(entryFrame, 12);
    bytes.writeUInt32LE(seq % 0x1_0000_0000, 16);
    bytes.writeUInt32LE(Math.floor(seq / 0x1_0000_0000), 20);
    bytes.write(id.padEnd(idBytes), 24, idBytes, 'latin1');
    const end = frameHeadBytes + length;
    bytes.writeUInt32LE(crc32(bytes.subarray(8, end)), 4);
    return bytes.subarray(0, end);
  }

  #larger(bytes: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(bytes);
    if (bytes <= keptScratchBytes) this.#scratch = buffer;
    return buffer;
  }
}
