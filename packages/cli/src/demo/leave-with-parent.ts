// Loaded with --import into what `whodid demo` starts. If whodid is killed it cannot stop them, but
// then this channel closes, and they stop themselves.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening must not keep a process alive that is done.
process.channel?.unref();
