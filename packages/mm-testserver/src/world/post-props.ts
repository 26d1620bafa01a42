import { type Channel, findChannel } from './channels.ts';
import type { Props } from './posts.ts';
import type { User } from './users.ts';
import type { World } from './world.ts';

/** The props of a new post: the client's, without those that only the server can set, and with those that it adds. */
export function withServerProps(world: World, channel: Channel, author: User, message: string, props: Props): Props {
  const { add_channel_member: _, channel_mentions: __, ...kept } = props;
  const mentioned = mentionedChannels(world, channel, message);
  return {
    ...kept,
    ...(author.bot && { from_bot: 'true' }),
    ...(Object.keys(mentioned).length > 0 && { channel_mentions: mentioned }),
  };
}

/** The public channels that the text mentions with a `~`. */
function mentionedChannels(world: World, { team_id }: Channel, message: string): Props {
  const found: Record<string, unknown> = {};
  for (const [, name = ''] of message.matchAll(/\B~([a-zA-Z0-9\-_]+)/g)) {
    const channel = findChannel(world, team_id, name);
    const team = channel?.type === 'O' ? world.teams.get(channel.team_id) : undefined;
    if (!channel || !team) continue;
    found[name] = {
      display_name: channel.display_name,
      team_name: team.name,
    };
  }
  return found;
}
