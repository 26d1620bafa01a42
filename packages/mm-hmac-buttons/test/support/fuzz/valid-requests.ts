import {
  type Attachment,
  buildButtonAttachments,
  createMemoryStore,
  type InteractionReceiver,
  type InteractivePost,
  issueChoice,
  issueDialog,
} from '../../../src/index.ts';
import { createReceiver, type LooseOptions } from '../receivers.ts';
import { clickBody, dialogBody, postWith } from '../requests.ts';

/** The kinds of valid requests. */
export type Kind = 'ticket button' | 'ticket menu' | 'signed button' | 'signed menu' | 'dialog';

/** All kinds. */
export const kinds: readonly Kind[] = ['ticket button', 'ticket menu', 'signed button', 'signed menu', 'dialog'];

/** A receiver, and valid requests for it. */
export interface ReceiverWithRequests {
  readonly receive: InteractionReceiver;
  /** A receiver with other options and the same store. */
  receiveWith(changes: Partial<LooseOptions>): InteractionReceiver;
  /** A body that the receiver accepts. */
  makeValid(kind: Kind): Promise<Record<string, unknown>>;
  /** Moves the clock. */
  later(ms: number): void;
}

const botToken = 'rgdtbuaospdnfdcj6zg1tpqjyr';
const accountId = 'default';
const callbackUrl = 'https://bot.example.com/mattermost/interactions/default';
const { channel_id: channelId, post_id: postId, user_id: userId } = clickBody;
const options = [
  { text: 'One', value: '1' },
  { text: 'Two', value: '2' },
];
const button = [{ label: 'Yes', value: 'yes' }];
const menu = [{ type: 'select' as const, label: 'Pick', options }];

/** Makes a receiver that accepts all kinds of requests. */
export function createReceiverWithRequests(): ReceiverWithRequests {
  let time = 0;
  const now = () => time;
  const store = createMemoryStore({ testing: { now } });
  let post: InteractivePost | undefined;
  const usual: LooseOptions = {
    accountId,
    store,
    testing: { now },
    botTokens: [botToken],
    findPost: async id => (id === postId ? post : undefined),
    onClick: async () => undefined,
    onSubmit: async () => undefined,
    path: '/mattermost/interactions/default',
    logger: { warn() {}, error() {} },
  };
  const contextOf = (attachments: readonly Attachment[]) => {
    post = postWith(attachments);
    return { ...attachments[0]?.actions[0]?.integration.context };
  };

  async function makeTicket(controls: typeof button | typeof menu): Promise<object> {
    const choice = await issueChoice(store, { accountId, channelId, userId, callbackUrl, controls, testing: { now } });
    await store.bind(choice.id, postId);
    return contextOf(choice.attachments);
  }

  async function makeValid(kind: Kind): Promise<Record<string, unknown>> {
    if (kind === 'dialog') {
      const dialog = {
        callback_id: dialogBody.callback_id,
        title: 'Title',
        elements: [{ display_name: 'Name', name: 'name', type: 'text' }],
      };
      const place = { accountId, channelId, userId, callbackUrl, testing: { now } };
      return { ...dialogBody, state: (await issueDialog(store, { ...place, triggerId: 't', dialog })).dialog.state };
    }
    const isMenu = kind.endsWith('menu');
    const controls = isMenu ? menu : button;
    const context = kind.startsWith('ticket')
      ? await makeTicket(controls)
      : contextOf(buildButtonAttachments({ callbackUrl, botToken, channelId, buttons: controls }));
    const chosen = isMenu ? { selected_option: '2' } : {};
    return { ...clickBody, type: isMenu ? 'select' : 'button', context: { ...context, ...chosen } };
  }

  return {
    receive: createReceiver(usual),
    receiveWith: changes => createReceiver({ ...usual, ...changes }),
    makeValid,
    later(ms) {
      time += ms;
    },
  };
}
