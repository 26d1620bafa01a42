import {
  type Attachment,
  type ButtonInput,
  type Choice,
  type ClickReply,
  createInteractionReceiver,
  createMemoryStore,
  type InteractionEvent,
  type InteractionReceiver,
  issueChoice,
  type ReceiverOptions,
  type SelectInput,
  type SubmitReply,
  type TicketStore,
} from '../../src/index.ts';
import type { BaseReceiverOptions, WithFindPost } from '../../src/receiving/options.ts';
import { clickBody } from './requests.ts';

export const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
export const accountId = 'default';
export const callbackUrl = 'https://bot.example.com/mattermost/interactions/default';
export const channelId: string = clickBody.channel_id;
export const postId: string = clickBody.post_id;
export const userId: string = clickBody.user_id;
export const buttons: ButtonInput[] = [
  { label: 'Yes', value: 'yes' },
  { label: 'No', value: 'no' },
];
export const menu: SelectInput[] = [
  {
    type: 'select',
    label: 'Pick',
    options: [
      { text: 'One', value: '1' },
      { text: 'Two', value: '2' },
    ],
  },
];

/** The context of a button. */
export function contextOf(attachments: readonly Attachment[], index = 0): object {
  return attachments[0]!.actions[index]!.integration.context;
}

/** The JSON of an answer. */
export function answer(text: string): unknown {
  return JSON.parse(text);
}

/** Options of a receiver in a form that tests can change one by one. */
export interface LooseOptions extends BaseReceiverOptions, Omit<WithFindPost, 'findPost'> {
  findPost?: WithFindPost['findPost'] | undefined;
}

/** Makes a receiver. Unlike the public type, it lets a receiver without `findPost` return any update. */
export function createReceiver(options: LooseOptions): InteractionReceiver {
  return createInteractionReceiver(options as ReceiverOptions);
}

/** Options of the receiver, and the replies of its handlers. */
export interface Setup extends Partial<LooseOptions> {
  readonly reply?: ClickReply;
  readonly submitReply?: SubmitReply;
}

/** A receiver, with its events and log lines. */
export interface Received {
  readonly receive: InteractionReceiver;
  readonly events: InteractionEvent[];
  readonly logged: unknown[];
  readonly store: TicketStore;
}

/** Makes a receiver that accepts tickets and records events and log lines. */
export function setUp({ reply, submitReply, ...options }: Setup = {}): Received {
  const events: InteractionEvent[] = [];
  const logged: unknown[] = [];
  const store = options.store ?? createMemoryStore();
  const receive = createReceiver({
    accountId,
    store,
    onClick: async event => {
      events.push(event);
      return reply;
    },
    onSubmit: async event => {
      events.push(event);
      return submitReply;
    },
    logger: { warn: (...args) => logged.push(args), error: (...args) => logged.push(args) },
    ...options,
  });
  return { receive, events, logged, store };
}

/** A choice, and the body of a click on it. */
export interface Issued extends Choice {
  body(index?: number): Record<string, unknown>;
}

/** Issues a choice of two buttons. */
export async function issue(store: TicketStore, changes: object = {}): Promise<Issued> {
  const choice = await issueChoice(store, { accountId, channelId, callbackUrl, controls: buttons, ...changes });
  return { ...choice, body: (index = 0) => ({ ...clickBody, context: contextOf(choice.attachments, index) }) };
}
