import type { RefusalCode } from '../../src/index.ts';
import { requestWith } from '../clicks.ts';
import { byState } from './by-state.ts';
import { mutations } from './mutations.ts';
import { pick, seeded } from './random.ts';
import { createTally, type FuzzReport } from './report.ts';
import { type Kind, kinds, type Scene, setScene } from './scene.ts';

/**
 * Sends valid requests, each with one mutant: the mutant has to be refused with its own code and spend nothing, the
 * original has to be accepted after it.
 *
 * @throws Error naming the seed, the round and the mutation that behaved otherwise.
 */
export async function fuzzMutants(seed: number, goesOn: (round: number) => boolean): Promise<FuzzReport> {
  const random = seeded(seed);
  const tally = createTally();
  let scene = setScene();
  for (; goesOn(tally.rounds); tally.rounds++) {
    const round = tally.rounds;
    if (round % 1_000 === 0) scene = setScene();
    const kind = pick(random, kinds);
    const fail = (what: string): never => {
      throw new Error(`seed ${seed}, round ${round}, ${kind}: ${what}`);
    };
    const body = await scene.makeValid(kind);
    tally.count(await refuseMutant(scene, kind, body, random, fail));
    const original = await scene.receive(requestWith(body));
    if (!original.accepted) fail(`the original was refused, ${original.refusal.code}`);
    tally.count(await refuseByState(scene, round, kind, fail));
  }
  return tally;
}

type Fail = (what: string) => never;

async function refuseMutant(
  { receive }: Scene,
  kind: Kind,
  body: Record<string, unknown>,
  random: () => number,
  fail: Fail,
): Promise<RefusalCode> {
  const mutation = pick(
    random,
    mutations.filter(({ kinds: ones }) => ones === 'all' || ones.includes(kind)),
  );
  const call = await receive(mutation.apply(body, random));
  if (call.accepted) return fail(`accepted with another ${mutation.name}`);
  const { code } = call.refusal;
  if (!mutation.expected.includes(code)) fail(`another ${mutation.name} was refused with ${code}`);
  return code;
}

/** Refusals that come from the receiver's own state: time, other accounts, failing parts. In turn, one a round. */
async function refuseByState(scene: Scene, round: number, kind: Kind, fail: Fail): Promise<RefusalCode> {
  const [code, refuse] = byState[round % byState.length] as (typeof byState)[number];
  const ticket: Kind = kind === 'ticket menu' ? kind : 'ticket button';
  const call = await refuse(scene, await scene.makeValid(code === 'tokens-off' ? 'signed button' : ticket));
  if (call.accepted || call.refusal.code !== code) {
    fail(`expected ${code}, and it was ${call.accepted ? 'accepted' : call.refusal.code}`);
  }
  return code;
}
