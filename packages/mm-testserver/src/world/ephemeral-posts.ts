import { withCookies } from '../integrations/cookies.ts';
import { toJson, withSortedKeys } from '../json.ts';
import { withFullAttachments, withoutIntegrations } from './attachments.ts';
import { publish } from './events.ts';
import { type PostJson, postJson } from './post-json.ts';
import type { Props } from './posts.ts';
import type { World } from './world.ts';

/** The content of an ephemeral post. */
export interface EphemeralInput {
  readonly user_id: string;
  readonly channel_id: string;
  readonly message: string;
  readonly root_id?: string | undefined;
  readonly props?: Props | undefined;
  /** The id of an earlier ephemeral post, which this one replaces for the person. */
  readonly id?: string | undefined;
}

/** An ephemeral post as the person sees it, and as the caller who made it gets it back. */
export interface SentEphemeralPost {
  readonly shown: PostJson;
  readonly answer: PostJson;
}

/** Shows a post to one person, without saving it: it cannot be fetched. */
export function sendEphemeralPost(world: World, toUserId: string, input: EphemeralInput): SentEphemeralPost {
  const { user_id, channel_id, message, root_id = '' } = input;
  const id = input.id || world.newId();
  const props = withFullAttachments(withSortedKeys(input.props ?? {}), world.newId);
  const shown = postJson(
    world,
    {
      id,
      create_at: world.clock.tick(),
      update_at: 0,
      edit_at: 0,
      delete_at: 0,
      is_pinned: false,
      user_id,
      channel_id,
      root_id,
      original_id: '',
      message,
      type: 'system_ephemeral',
      props,
      hashtags: '',
      file_ids: [],
      has_reactions: false,
      byApi: false,
      filesRefused: false,
    },
    { countReplies: false },
  );
  const withTheseProps = (given: Props): PostJson => ({
    ...shown,
    // Only saved posts have a `parent_id` with a value.
    ...(world.traits.parentIdOnPosts && { parent_id: '' }),
    ...(world.traits.fileIdsOnAllPosts && { file_ids: null }),
    props: withoutIntegrations(withCookies(world, { id, root_id, channel_id, props: given })),
  });
  // Its buttons work through their cookies, which contain the integrations.
  const post = withTheseProps(props);
  const to = { user_id: toUserId, channel_id };
  publish(world, { event: 'ephemeral_message', data: { post: toJson(post) }, to });
  // The cookies in the answer to the caller are empty, and what is embedded is listed once more.
  const { metadata = {}, ...answer } = withTheseProps(withoutIntegrations(props));
  const embeds = world.traits.embedsRepeatedToSender ? metadata.embeds : undefined;
  return {
    shown: post,
    answer: { ...answer, metadata: { ...metadata, ...(embeds && { embeds: [...embeds, ...embeds] }) } },
  };
}
