import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveSecret, signContext, verifyContext } from '@clawmost/mm-hmac-buttons';
import { type Bench, row, scaled } from './bench.ts';
import { type Side, takeTurns } from './rounds.ts';

const secret = deriveSecret('rgdtbuaospdnfdcj6zg1tpqjyr');
const secrets = [secret];
// Its keys are in sorted order, so that bare JSON.stringify makes the same text that gets signed.
const context = { action: 'approve', action_id: 'mybutton01', order: 17, who: { id: 'u1', name: 'Zoë' } };
const { action, ...others } = context;
const outOfOrder = { ...others, action };
const signed = signContext(context, secret);

function bareSign(): string {
  return createHmac('sha256', secret).update(JSON.stringify(context)).digest('hex');
}

function bareVerify(): boolean {
  const { _token, ...rest } = signed;
  const expected = createHmac('sha256', secret).update(JSON.stringify(rest)).digest('hex');
  return timingSafeEqual(Buffer.from(expected), Buffer.from(_token));
}

/** How often something can be done in one second of processor time: wall time says little on a busy machine. */
function perSecond(times: number, work: () => unknown): Side {
  return async () => {
    const before = process.cpuUsage();
    for (let at = 0; at < times; at++) work();
    const { user, system } = process.cpuUsage(before);
    return times / ((user + system) / 1_000_000);
  };
}

/** What signing and verifying a button's context costs, compared with what a script would write by hand. */
export const buttons: Bench = {
  name: 'buttons',
  async run(scale) {
    const times = scaled(5_000, scale);
    const rows = [];
    const enough = { aim: { atLeast: 0.7 } };
    for (const [what, ours, bare, aim] of [
      ['sign a context', () => signContext(context, secret), bareSign, enough],
      ['verify a context', () => verifyContext(signed, { secrets }), bareVerify, enough],
      // Bare JSON.stringify does not sort keys, so it makes another signature here.
      ['sign a context, keys out of order', () => signContext(outOfOrder, secret), bareSign, {}],
    ] as const) {
      const [duel] = await takeTurns(scaled(101, scale), perSecond(times, ours), perSecond(times, bare));
      const beside = 'node:crypto + JSON.stringify';
      rows.push(row({ what, unit: '/s', beside, ...aim, ...(duel as NonNullable<typeof duel>) }));
    }
    return rows;
  },
};
