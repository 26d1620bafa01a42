// `npm run soak`: many messages through many troubles, against a bot made of the libraries.
//   npm run soak -- --seed 7          the same plan again
//   npm run soak -- --messages 200    a shorter one
//   npm run soak -- --gateway         a real gateway with the plugin, and 100 messages
import { parseArgs } from 'node:util';
import { soakGateway } from './gateway/soak.ts';
import { soakLibrary } from './library/soak.ts';
import { renderReport } from './report.ts';

const { values: flags } = parseArgs({
  args: process.argv.slice(2).filter(argument => argument !== '--'),
  options: { seed: { type: 'string' }, messages: { type: 'string' }, gateway: { type: 'boolean', default: false } },
});
const seed = Number(flags.seed ?? Math.floor(Math.random() * 2 ** 32));
const messages = Number(flags.messages ?? (flags.gateway ? 100 : 1_000));
const startedAt = Date.now();
const log = (line: string): void => {
  process.stdout.write(`${String(Math.round((Date.now() - startedAt) / 1_000)).padStart(4)} s  ${line}\n`);
};

log(`seed ${seed}`);
const soak = flags.gateway ? soakGateway : soakLibrary;
const result = await soak({ seed, messages, longestTroubleMs: 1_500, log });
process.stdout.write(`\n${renderReport(seed, result)}\n`);
process.exitCode = result.good ? 0 : 1;
