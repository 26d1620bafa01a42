import type { RefusalCode } from '../../../src/index.ts';
import { requestWith } from '../requests.ts';
import { mutations } from './mutations.ts';
import { pick, seeded } from './random.ts';
import { createTally, type FuzzReport } from './report.ts';
import { stateRefusals } from './state-refusals.ts';
import { createReceiverWithRequests, type Kind, kinds, type ReceiverWithRequests } from './valid-requests.ts';

/**
 * Sends valid requests, each after one mutant. The receiver must refuse the mutant with its code and leave the choice
 * open, and then accept the original.
 *
 * @throws Error with the seed, the round and the mutation that failed.
 */
export async function fuzzMutants(seed: number, goesOn: (round: number) => boolean): Promise<FuzzReport> {
  const random = seeded(seed);
  const tally = createTally();
  let scene = createReceiverWithRequests();
  for (; goesOn(tally.rounds); tally.rounds++) {
    const round = tally.rounds;
    if (round % 1_000 === 0) scene = createReceiverWithRequests();
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
  { receive }: ReceiverWithRequests,
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

/** Provokes refusals that come from the receiver's state: time, other accounts, failing parts. One in each round, in turn. */
async function refuseByState(scene: ReceiverWithRequests, round: number, kind: Kind, fail: Fail): Promise<RefusalCode> {
  const [code, refuse] = stateRefusals[round % stateRefusals.length] as (typeof stateRefusals)[number];
  const ticket: Kind = kind === 'ticket menu' ? kind : 'ticket button';
  const call = await refuse(scene, await scene.makeValid(code === 'tokens-off' ? 'signed button' : ticket));
  if (call.accepted || call.refusal.code !== code) {
    fail(`expected ${code}, and it was ${call.accepted ? 'accepted' : call.refusal.code}`);
  }
  return code;
}
