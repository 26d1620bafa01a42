import { archiveChannel, unarchiveChannel } from '../world/channel-life.ts';
import { channelById } from '../world/channels.ts';
import { insistOnFileSize, saveFile } from '../world/files.ts';
import { submitPost } from '../world/post-creation.ts';
import { deletePost } from '../world/post-deletion.ts';
import { patchPost, pinPost } from '../world/post-edits.ts';
import { addReaction, removeReaction } from '../world/reactions.ts';
import { setStatus } from '../world/statuses.ts';
import { openSession } from '../world/tokens.ts';
import { startTyping } from '../world/typing.ts';
import { createUser } from '../world/users.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { type Clickable, chooseOption, clickButton } from './clicking.ts';
import { runCommand } from './commands.ts';
import { closeDialog, submitValues } from './dialogs.ts';
import { asUser } from './errors.ts';
import { lookForDialog, lookForEphemeral, lookForPost, lookForTyping, watchForNoPost } from './looking.ts';
import type { AttachedFile, Person } from './person.ts';
import { rootOf, toPost } from './post.ts';
import { Screen } from './screen.ts';

/** Signs up a person, with a session. */
export function makePerson(world: World, username: string): Person {
  const password = `${username}-Passw0rd!`;
  const user = createUser(world, { username, email: `${username}@example.com`, password });
  const { token } = openSession(world, user.id);
  return personHandle(world, { id: user.id, username: user.username, password, token });
}

function personHandle(world: World, account: Account & { readonly password: string }): Person {
  const { id, username } = account;
  const viewer = { world, screen: new Screen(world, id) };
  const act = async <T>(action: () => T): Promise<T> => asUser(username, action);
  // The channel that the client has open: dialogs are submitted from it.
  let openChannel: string | undefined;
  const channelOpen = (): string => openChannel ?? anyChannelOf(world, id);
  const openChannelOf = (post: Clickable): void => {
    openChannel = 'channel_id' in post ? String(post.channel_id) : world.posts.get(post.id)?.channel_id;
  };
  return {
    ...account,
    says: (message, { in: { id: channel_id }, thread, props, files = [] }) =>
      act(() => {
        openChannel = channel_id;
        const file_ids = files.map(file => uploadFile(world, id, channel_id, file));
        const root_id = thread && rootOf(thread);
        return toPost(submitPost(world, id, { channel_id, message, root_id, props, file_ids }));
      }),
    edits: (post, message) => act(() => toPost(patchPost(world, id, post.id, { message }))),
    deletes: post => act(() => deletePost(world, id, post.id)),
    reacts: (post, emoji_name) => act(() => void addReaction(world, id, { user_id: id, post_id: post.id, emoji_name })),
    removesReaction: (post, emoji_name) =>
      act(() => removeReaction(world, id, { user_id: id, post_id: post.id, emoji_name })),
    pins: post => act(() => pinPost(world, id, post.id, true)),
    unpins: post => act(() => pinPost(world, id, post.id, false)),
    types: ({ in: { id: channelId }, thread }) =>
      act(() => startTyping(world, id, channelId, thread ? rootOf(thread) : '')),
    setsStatus: status => act(() => setStatus(world, id, status, true)),
    archives: channel => act(() => archiveChannel(world, id, channelById(world, channel.id))),
    unarchives: channel => act(() => void unarchiveChannel(world, id, channelById(world, channel.id))),
    async runs(command, { in: channel, thread }) {
      openChannel = channel.id;
      await runCommand(world, account, command, channel, thread);
    },
    async clicks(post, nameOrId) {
      openChannelOf(post);
      await clickButton(world, account, post, nameOrId);
    },
    async selects(post, nameOrId, choice) {
      openChannelOf(post);
      await chooseOption(world, account, post, nameOrId, choice);
    },
    submits: async (dialog, values) => submitValues(world, account, channelOpen(), dialog, values),
    cancels: dialog => closeDialog(world, account, channelOpen(), dialog),
    sees: wanted => lookForPost(viewer, wanted),
    doesNotSee: unwanted => watchForNoPost(viewer, unwanted),
    seesTyping: wanted => lookForTyping(viewer, wanted),
    seesEphemeral: wanted => lookForEphemeral(viewer, wanted),
    seesDialog: (wanted = {}) => lookForDialog(viewer, wanted),
  };
}

function uploadFile(world: World, user_id: string, channel_id: string, { name, content }: AttachedFile): string {
  const bytes = Buffer.from(content);
  insistOnFileSize(world, bytes.length, name, bytes.length);
  return saveFile(world, { user_id, channel_id, name, content: bytes }).id;
}

function anyChannelOf(world: World, userId: string): string {
  for (const [channelId, members] of world.channelMembers) if (members.has(userId)) return channelId;
  return '';
}
