// Plain JavaScript on purpose: it must run, and say what is missing, on any Node at all.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `whodid is developed with Node 24 and this is Node ${process.versions.node}.\n` +
      'On Linux `npm ci` brings Node 24 by itself; elsewhere install Node 24 and run the command again.\n',
  );
  process.exitCode = 1;
}
