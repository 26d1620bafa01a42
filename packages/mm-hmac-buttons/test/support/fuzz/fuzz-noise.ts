import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type InteractionOutcome, type RefusalCode, toNodeListener } from '../../../src/index.ts';
import { requestWith } from '../requests.ts';
import { damaged, noisyRequest, randomBytes, randomJson, randomText } from './noise.ts';
import { pick, seeded } from './random.ts';
import { createTally, type FuzzReport } from './report.ts';
import { createReceiverWithRequests, kinds, type ReceiverWithRequests } from './valid-requests.ts';

// No part of the receiver is broken, so no request may lead to one of these.
const failures: readonly RefusalCode[] = [
  'validation-failed',
  'authorization-failed',
  'handler-failed',
  'body-timeout',
];

/**
 * Sends random bytes, random JSON and damaged requests, to the receiver and over HTTP. The receiver must answer each with
 * JSON, and accept a valid request after it.
 *
 * @throws Error with the seed, the round and the problem.
 */
export async function fuzzNoise(seed: number, goesOn: (round: number) => boolean): Promise<FuzzReport> {
  const random = seeded(seed);
  const tally = createTally();
  let scene = createReceiverWithRequests();
  const server = createServer((request, response) => void toNodeListener(scene.receive)(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mattermost/interactions/default`;
  try {
    for (; goesOn(tally.rounds); tally.rounds++) {
      if (tally.rounds % 1_000 === 0) scene = createReceiverWithRequests();
      const fail = (what: string): never => {
        throw new Error(`seed ${seed}, round ${tally.rounds}: ${what}`);
      };
      const make = pick(random, [randomBytes, randomText, randomJson, undefined]);
      const body = make?.(random) ?? damaged(random, await scene.makeValid(pick(random, kinds)));
      const call = await scene.receive(noisyRequest(random, body));
      if (call.accepted && make !== undefined) fail(`accepted ${Buffer.from(body)}`);
      if (!call.accepted) tally.count(call.refusal.code);
      const problem = problemOf(call) ?? (tally.rounds % 10 === 0 ? await problemOver(url, body, scene) : undefined);
      if (problem !== undefined) fail(problem);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return tally;
}

function problemOf(outcome: InteractionOutcome): string | undefined {
  const { status, body } = outcome.response;
  if (!outcome.accepted && failures.includes(outcome.refusal.code)) return `it failed with ${outcome.refusal.code}`;
  if (outcome.accepted ? status !== 200 : status >= 500) return `it was answered with ${status}`;
  const answer: unknown = JSON.parse(body);
  return typeof answer === 'object' ? undefined : `it was answered with ${body}`;
}

/** Sends the same bytes over HTTP, and then a valid request to the receiver. */
async function problemOver(url: string, body: Uint8Array, scene: ReceiverWithRequests): Promise<string | undefined> {
  const response = await fetch(url, { method: 'POST', body: Buffer.from(body) });
  await response.json();
  if (response.status >= 500) return `over HTTP it was answered with ${response.status}`;
  const original = await scene.receive(requestWith(await scene.makeValid('ticket button')));
  return original.accepted ? undefined : `a valid request was refused after it, ${original.refusal.code}`;
}
