// A collector in a process of its own, for campaigns that kill it.
// Takes WHODID_PORT, WHODID_DATA_DIR and WHODID_ADMIN_KEY from the environment.
import { createCollector } from '@whodid/collector';

const { WHODID_PORT, WHODID_DATA_DIR, WHODID_ADMIN_KEY } = process.env;
const collector = await createCollector({
  port: Number(WHODID_PORT),
  dataDir: WHODID_DATA_DIR,
  adminKey: WHODID_ADMIN_KEY,
});
process.once('SIGTERM', () => collector.close());
