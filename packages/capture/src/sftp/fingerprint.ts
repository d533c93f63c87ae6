import { createHash } from 'node:crypto';

/** The fingerprint of a public key as OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The algorithm that a public key names itself, as in `ssh-ed25519` (RFC 4253 section 6.6). */
export function keyTypeOf(key: Uint8Array): string | undefined {
  if (key.byteLength < 4) return undefined;
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const length = bytes.readUInt32BE(0);
  return length === 0 || length > 64 || 4 + length > bytes.length
    ? undefined
    : bytes.toString('latin1', 4, 4 + length);
}
