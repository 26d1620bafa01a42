import type { PolicyPost } from '@clawmost/mm-policy';
import type { Post, RestClient } from '@clawmost/mm-rest';
import type { MattermostSocket } from '@clawmost/mm-ws';
import { expectTypeOf } from 'vitest';
import {
  createInbox,
  createMemoryLedger,
  type InboxPost,
  type InboxRest,
  type InboxSocket,
  type ReplyRest,
} from '../../src/index.ts';

// Compiled by the type check, never run.

declare const rest: RestClient;
declare const ws: MattermostSocket;

expectTypeOf<typeof rest extends InboxRest ? true : false>().toEqualTypeOf<true>();
expectTypeOf<typeof ws extends InboxSocket ? true : false>().toEqualTypeOf<true>();

// What handlers get can be passed on to functions that take a post of the client or of the policy.
expectTypeOf<InboxPost extends Post ? true : false>().toEqualTypeOf<true>();
expectTypeOf<InboxPost extends PolicyPost ? true : false>().toEqualTypeOf<true>();

expectTypeOf<typeof rest extends ReplyRest ? true : false>().toEqualTypeOf<true>();

const ledger = createMemoryLedger();

createInbox({ rest, ws, ledger, handle: async () => {} });
createInbox({ rest, ws, ledger, handle: async () => ({ outcome: 'silent', code: 'not-mentioned' }) });
createInbox({
  rest,
  ws,
  ledger,
  accept: async post => (post.message === '' ? { silent: 'empty' } : true),
  handle: async (post, turn) => {
    expectTypeOf(post).toEqualTypeOf<InboxPost>();
    expectTypeOf(turn.attempt).toEqualTypeOf<number>();
    turn.release();
    await turn.markAdopted();
  },
  kinds: { click: async payload => void expectTypeOf(payload).toEqualTypeOf<unknown>() },
});
// @ts-expect-error an outcome is one of three
createInbox({ rest, ws, ledger, handle: async () => ({ outcome: 'done' }) });
