import { createMemoryStore, type RefusalCode } from '../../../src/index.ts';
import { requestWith } from '../requests.ts';
import type { ReceiverWithRequests } from './valid-requests.ts';

type Received = ReturnType<ReceiverWithRequests['receive']>;
/** A refusal, and a function that provokes it for a valid body. */
export type StateRefusal = readonly [
  code: RefusalCode,
  refuse: (scene: ReceiverWithRequests, body: object) => Received,
];

const broken = () => Promise.reject(new Error('broken'));
const never = {
  async next() {
    return await new Promise<never>(() => {});
  },
};

/** Refusals that come from the receiver's state, not from the request. */
export const stateRefusals: readonly StateRefusal[] = [
  [
    'already-made',
    async ({ receive }, body) => {
      await receive(requestWith(body));
      return await receive(requestWith(body));
    },
  ],
  [
    'expired',
    ({ receive, later }, body) => {
      later(86_400_000);
      return receive(requestWith(body));
    },
  ],
  ['account-mismatch', ({ receiveWith }, body) => receiveWith({ accountId: 'other' })(requestWith(body))],
  ['tokens-off', ({ receiveWith }, body) => receiveWith({ botTokens: [] })(requestWith(body))],
  [
    'not-allowed',
    ({ receiveWith }, body) => receiveWith({ authorize: async () => ({ allowed: false }) })(requestWith(body)),
  ],
  ['authorization-failed', ({ receiveWith }, body) => receiveWith({ authorize: broken })(requestWith(body))],
  ['handler-failed', ({ receiveWith }, body) => receiveWith({ onClick: broken })(requestWith(body))],
  [
    'validation-failed',
    ({ receiveWith }, body) => {
      const store = { ...createMemoryStore(), find: broken };
      return receiveWith({ store })(requestWith(body));
    },
  ],
  [
    'body-timeout',
    ({ receiveWith }) => {
      const body = { [Symbol.asyncIterator]: () => never };
      return receiveWith({ bodyTimeoutMs: 1 })(requestWith('', { body }));
    },
  ],
  [
    'too-many-requests',
    async ({ receiveWith }, body) => {
      let enter = (): void => {};
      let leave = (): void => {};
      const entered = new Promise<void>(resolve => {
        enter = resolve;
      });
      const left = new Promise<undefined>(resolve => {
        leave = () => resolve(undefined);
      });
      const onClick = () => {
        enter();
        return left;
      };
      const receive = receiveWith({ maxConcurrent: 1, onClick });
      const first = receive(requestWith(body));
      await entered;
      const second = await receive(requestWith(body));
      leave();
      await first;
      return second;
    },
  ],
];
