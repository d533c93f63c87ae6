export { captureSftp } from './capture-sftp.ts';
export { hostKeys, type PinnedHost } from './host-keys.ts';
export type { HostKeysOptions } from './host-keys-options.ts';
export { RemotePathError } from './remote-path.ts';
export {
  type RemoteFile,
  SftpClient,
  type Ssh2SftpClient,
  type Ssh2SftpClientClass,
} from './sftp-client.ts';
export type { SftpClientLike } from './sftp-client-like.ts';
export type { SftpClientOptions } from './sftp-client-options.ts';
