/** A value that a database can hold here. */
type Value = string | number | { readonly [name: string]: Value };

/**
 * A database in MaxMind format (specification 2.0) for IPv4 that knows two networks: `0.0.0.0/1`
 * and `128.0.0.0/1`. Real ones of MaxMind may not be passed on.
 */
export function smallDatabase(lower: Value, upper: Value): Buffer {
  const first = encoded(lower);
  // One node: what it points to lies behind it, after 16 bytes that separate tree and data.
  const node = Buffer.alloc(6);
  node.writeUIntBE(1 + 16, 0, 3);
  node.writeUIntBE(1 + 16 + first.length, 3, 3);
  return Buffer.concat([
    node,
    Buffer.alloc(16),
    first,
    encoded(upper),
    Buffer.from('\u00ab\u00cd\u00efMaxMind.com', 'latin1'),
    encoded({
      binary_format_major_version: 2,
      binary_format_minor_version: 0,
      build_epoch: 1_700_000_000,
      database_type: 'Small-Country',
      ip_version: 4,
      node_count: 1,
      record_size: 24,
    }),
  ]);
}

function encoded(value: Value): Buffer {
  if (typeof value === 'string') {
    return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(5, (6 << 5) | 4);
    bytes.writeUInt32BE(value, 1);
    return bytes;
  }
  const pairs = Object.entries(value);
  return Buffer.concat([Buffer.from([(7 << 5) | pairs.length]), ...pairs.flat().map(encoded)]);
}
