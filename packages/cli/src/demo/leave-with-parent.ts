/**
 * For `node --import`, in a child with an IPC channel: it stops when we are gone, even if we were
 * killed and could not stop it. A `data:` URL, so that it is the same from source and built.
 */
export const leaveWithParent: string = `data:text/javascript,(${encodeURIComponent(leave.toString())})()`;

function leave(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening must not keep a process alive that is done.
  process.channel?.unref();
}
