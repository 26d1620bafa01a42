import {
  type Attachment,
  buildButtonAttachments,
  createInteractionReceiver,
  createMemoryStore,
  type InteractionReceiver,
  type InteractivePost,
  issueChoice,
  issueDialog,
  type ReceiverOptions,
} from '../../src/index.ts';
import { clickBody, dialogBody, postWith } from '../clicks.ts';

/** The kinds of call that are accepted. */
export type Kind = 'ticket button' | 'ticket menu' | 'signed button' | 'signed menu' | 'dialog';

/** All of them. */
export const kinds: readonly Kind[] = ['ticket button', 'ticket menu', 'signed button', 'signed menu', 'dialog'];

/** A receiver with everything that a valid call needs. */
export interface Scene {
  readonly receive: InteractionReceiver;
  /** The same store, but another receiver. */
  receiveWith(changes: Partial<ReceiverOptions>): InteractionReceiver;
  /** A body that is accepted as it is. */
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

/** Sets the scene. */
export function setScene(): Scene {
  const store = createMemoryStore();
  let time = 0;
  const now = () => time;
  let post: InteractivePost | undefined;
  const usual: ReceiverOptions = {
    accountId,
    store,
    now,
    botTokens: [botToken],
    findPost: async id => (id === postId ? post : undefined),
    onClick: async () => undefined,
    onSubmit: async () => undefined,
    path: '/mattermost/interactions/default',
  };
  const contextOf = (attachments: readonly Attachment[]) => {
    post = postWith(attachments);
    return { ...attachments[0]?.actions[0]?.integration.context };
  };

  async function makeTicket(controls: typeof button | typeof menu): Promise<object> {
    const choice = await issueChoice(store, { accountId, channelId, userId, callbackUrl, controls, now });
    await store.bind(choice.id, postId);
    return contextOf(choice.attachments);
  }

  async function makeValid(kind: Kind): Promise<Record<string, unknown>> {
    if (kind === 'dialog') {
      const dialog = { callback_id: dialogBody.callback_id, title: 'Title' };
      const place = { accountId, channelId, userId, callbackUrl, now };
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
    receive: createInteractionReceiver(usual),
    receiveWith: changes => createInteractionReceiver({ ...usual, ...changes }),
    makeValid,
    later(ms) {
      time += ms;
    },
  };
}
