// After tsdown: the command line's entry must be executable, for a bare `npx mull` in a clone.
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
