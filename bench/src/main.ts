// Measures, prints a table and writes it as JSON.
//   npm run bench                          everything, into bench/results.json
//   npm run bench -- rest-calls ws-events --json /tmp/results.json
//   npm run bench -- --scale 0.1           quicker and less exact
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Row } from './bench.ts';
import { benches } from './benches.ts';
import { table } from './table.ts';

const names = benches.map(({ name }) => name);
const { values: flags, positionals: wanted } = parseArgs({
  args: process.argv.slice(2).filter(argument => argument !== '--'),
  options: {
    json: { type: 'string', default: fileURLToPath(new URL('../results.json', import.meta.url)) },
    scale: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const scale = Number(flags.scale);
if (!(scale > 0) || wanted.some(name => !names.includes(name))) {
  console.error(`--scale: expected a number above 0. Benches: ${names.join(' ')}`);
  process.exit(1);
}
const chosen = benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const rows: (Row & { readonly bench: string })[] = [];
for (const { name, run } of chosen) {
  console.log(`measuring ${name} …`);
  for (const row of await run(scale)) rows.push({ bench: name, ...row });
}
console.log(`\n${table(rows)}\n`);

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = { node: process.version, cpu: cpus()[0]?.model, cpus: cpus().length };
writeFileSync(flags.json, `${JSON.stringify({ date: new Date(), commit, scale, machine, rows }, null, 2)}\n`);
const missed = rows.filter(({ reached }) => reached === false).length;
console.log(`${missed === 0 ? 'All aims were reached' : `${missed} aims were not reached`}; written to ${flags.json}`);
