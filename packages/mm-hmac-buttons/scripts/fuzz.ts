// Fuzzes the receiver for a while: `fuzz [seconds] [seed]`, or FUZZ_SECONDS and FUZZ_SEED. A minute unless told otherwise.
import { fuzz } from '../test/fuzz/fuzz.ts';

const [seconds = process.env['FUZZ_SECONDS'] ?? '60', seed = process.env['FUZZ_SEED'] ?? String(Date.now() % 2 ** 32)] =
  process.argv.slice(2);
const until = Date.now() + Number(seconds) * 1_000;
if (!Number.isFinite(until) || !Number.isSafeInteger(Number(seed))) throw new TypeError('usage: fuzz [seconds] [seed]');

console.log(`seed ${seed}, for ${seconds} s`);
const { rounds, reached } = await fuzz(Number(seed), () => Date.now() < until);
console.log(`${rounds} rounds; every original accepted, every mutant refused as expected`);
for (const [code, times] of [...reached].sort()) console.log(`${String(times).padStart(8)} ${code}`);
