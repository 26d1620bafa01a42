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

function perSecond(work: () => unknown, ms: number): number {
  const start = performance.now();
  let times = 0;
  for (; performance.now() - start < ms; times += 100) for (let i = 0; i < 100; i++) work();
  return times / ((performance.now() - start) / 1_000);
}

/** Takes turns, so that a busy machine slows both down alike. */
function compare(name: string, ours: () => unknown, bare: () => unknown): void {
  const rounds = Array.from({ length: 11 }, () => ({ ours: perSecond(ours, 100), bare: perSecond(bare, 100) }));
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
