import type { Command } from '../command.ts';
import { reachFlags } from '../reach/reach-flags.ts';

/** `whodid init`: puts capture into the app of a project, and takes it out again. */
export const init: Command = {
  flags: [
    { flags: '--dry-run', about: 'print the changes as a patch; exit 3 if there are any' },
    { flags: '--yes', about: 'do not ask; needed without a terminal' },
    { flags: '--no-install', about: 'leave installing the packages to you' },
    { flags: '--app <file>', about: 'where the app is made, if there are several places' },
    { flags: '--keep <what>', about: 'what may be stored: metadata (usual), requests or bodies' },
    { flags: '--undo', about: 'take back what it did here' },
    { flags: '--json', about: 'what was done as one JSON object' },
    ...reachFlags,
  ],
  examples: ['whodid init', 'whodid init --dry-run', 'whodid init --yes', 'whodid init --undo'],

  async run({ options }, io) {
    const { openProject } = await import('../init/project/project-files.ts');
    const files = openProject(io.cwd);
    if (options.undo === true) {
      const { runUndo } = await import('../init/run-undo.ts');
      return await runUndo(files, options, io);
    }
    const { askAtTerminal } = await import('../init/ask.ts');
    const { runInit } = await import('../init/run-init.ts');
    return await runInit(files, { options, ask: askAtTerminal(io) }, io);
  },
};
