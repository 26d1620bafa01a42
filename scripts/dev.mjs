// Runs on the Node of a fresh machine (20 or newer): fetches the pinned pnpm and lets it install, which brings the pinned
// Node 24; then runs the root script that the command line names on Node 24. CALLER_NODE names the first one.
import { packageManager, pnpm } from './pnpm.mjs';

const [script, ...rest] = process.argv.slice(2);
console.log(`Installing with ${packageManager} (the first time about 20 s: OpenClaw alone is 95 MB) …`);
pnpm('install', '--frozen-lockfile', '--prefer-offline');
pnpm('run', script, ...rest);
