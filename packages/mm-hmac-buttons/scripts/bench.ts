// Signatures and verifications per second, beside what any script would do with node:crypto and JSON.stringify alone.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveSecret, signContext, verifyContext } from '../src/index.ts';

const secret = deriveSecret('rgdtbuaospdnfdcj6zg1tpqjyr');
// In sorted order, so that bare JSON.stringify makes the same text.
const context = { action: 'approve', action_id: 'mybutton01', order: 17, who: { id: 'u1', name: 'Zoë' } };
const signed = signContext(context, secret);
const secrets = [secret];

function bareSign(): string {
  return createHmac('sha256', secret).update(JSON.stringify(context)).digest('hex');
}

function bareVerify(): boolean {
  const { _token, ...rest } = signed;
  const expected = createHmac('sha256', secret).update(JSON.stringify(rest)).digest('hex');
  return timingSafeEqual(Buffer.from(expected), Buffer.from(_token));
}

/** Of the processor's seconds: on a busy machine those on the wall say little. */
function perSecond(work: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) work();
  const { user, system } = process.cpuUsage(before);
  return times / ((user + system) / 1_000_000);
}

/** Takes turns, so that whatever slows the machine down for a while slows both down. */
function compare(name: string, ours: () => unknown, bare: () => unknown): void {
  const times = 5_000;
  const rounds = Array.from({ length: 101 }, () => ({ ours: perSecond(ours, times), bare: perSecond(bare, times) }));
  const [, ...warm] = rounds;
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const ratio = median(warm.map(round => round.ours / round.bare));
  const [own, other] = [median(warm.map(round => round.ours)), median(warm.map(round => round.bare))];
  console.log(`${name}: ${Math.round(own)} a second, ${Math.round(other)} bare, ${ratio.toFixed(2)} of it`);
}

const { action, ...others } = context;
const outOfOrder = { ...others, action };

compare('sign', () => signContext(context, secret), bareSign);
compare('sign with keys out of order', () => signContext(outOfOrder, secret), bareSign);
compare('verify', () => verifyContext(signed, { secrets }), bareVerify);
