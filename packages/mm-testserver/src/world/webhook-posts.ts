import { isObject } from '../json.ts';
import type { Channel } from './channels.ts';
import { postAsServer } from './post-creation.ts';
import type { Props } from './posts.ts';
import type { World } from './world.ts';

/** A post that a webhook writes. */
export interface WebhookPost {
  /** The user who created the webhook, and who is the author. */
  readonly userId: string;
  /** The name of the webhook. */
  readonly displayName: string;
  /** The name to show instead of the author's, if the configuration allows it. */
  readonly username: string;
  readonly text: string;
  readonly type: string;
  readonly rootId?: string | undefined;
  readonly props: Props;
  readonly attachments: readonly unknown[];
}

/** Writes a post of a webhook; only `from_webhook` and `webhook_display_name` tell it from one of its author. */
export function postAsWebhook(world: World, channel: Channel, input: WebhookPost): void {
  const given = input.attachments.filter(isObject);
  // Attachments count only beside the props.
  const { override_username: _, override_icon_url: __, from_webhook: ___, attachments: ____, ...props } = input.props;
  const post = {
    channel_id: channel.id,
    user_id: input.userId,
    type: input.type || (given.length > 0 ? 'slack_attachment' : ''),
    // Links as in Slack.
    message: input.text.replace(/<([^\n<|>]+)\|([^\n>]+)>/g, '[$2]($1)'),
    ...(input.rootId !== undefined && { root_id: input.rootId }),
    props: {
      ...props,
      from_webhook: 'true',
      ...(world.config.EnablePostUsernameOverride && { override_username: input.username || 'webhook' }),
      webhook_display_name: input.displayName,
      ...(given.length > 0 && { attachments: given }),
    },
  };
  postAsServer(world, post, world.traits.webhooksSetOnline);
}
