// Fuzzes the receiver, with mutants of valid requests and with noise: `fuzz [seconds each] [seed]`, or FUZZ_SECONDS and
// FUZZ_SEED. The default is a minute each. It fails when the receiver does not refuse a request as it should.
import { fuzzMutants } from '../test/support/fuzz/fuzz-mutants.ts';
import { fuzzNoise } from '../test/support/fuzz/fuzz-noise.ts';
import { type FuzzReport, refusalCodes } from '../test/support/fuzz/report.ts';

const [seconds = process.env['FUZZ_SECONDS'] ?? '60', seed = process.env['FUZZ_SEED'] ?? String(Date.now() % 2 ** 32)] =
  process.argv.slice(2).filter(argument => argument !== '--');
if (!(Number(seconds) > 0) || !Number.isSafeInteger(Number(seed))) throw new TypeError('usage: fuzz [seconds] [seed]');

async function run(name: string, fuzz: typeof fuzzMutants): Promise<FuzzReport> {
  console.log(`\n${name}: seed ${seed}, for ${seconds} s`);
  const until = Date.now() + Number(seconds) * 1_000;
  const report = await fuzz(Number(seed), () => Date.now() < until);
  for (const [code, times] of [...report.reached].sort()) console.log(`${String(times).padStart(9)} ${code}`);
  return report;
}

const mutants = await run('one field at a time', fuzzMutants);
console.log(`${mutants.rounds} rounds: the receiver accepted every original and refused every mutant with its code`);
const missing = refusalCodes.filter(code => ![...mutants.reached.keys()].some(one => one === code));
if (missing.length > 0) {
  console.error(`never reached: ${missing.join(', ')}`);
  process.exitCode = 1;
}

const noise = await run('random bytes, random JSON, damaged requests', fuzzNoise);
console.log(`${noise.rounds} rounds: the receiver answered every request and accepted valid ones afterwards`);
