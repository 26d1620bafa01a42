import { createRestClient } from '@clawmost/mm-rest';
import { signIn } from './person.ts';
import type { Scene } from './script.ts';
import type { DemoServer } from './server.ts';

/** Signs the person in and finds the direct channel with the bot and a channel where both are. */
export async function setScene({ baseUrl, botToken, personToken }: DemoServer): Promise<Scene | undefined> {
  if (!personToken) return undefined;
  const botRest = createRestClient({ baseUrl, token: botToken });
  const bot = await botRest.users.me();
  const person = await signIn(baseUrl, personToken);
  const dm = await person.rest.channels.getDirect(person.user.id, bot.id);
  const channel = await sharedChannel(person.rest, botRest);
  return {
    person,
    bot,
    direct: { label: `DM @${bot.username}`, channelId: dm.id },
    channel: { label: `#${channel.name}`, channelId: channel.id },
  };
}

type Rest = ReturnType<typeof createRestClient>;

async function sharedChannel(person: Rest, bot: Rest) {
  const botChannels = new Set<string>();
  for (const team of await bot.teams.mine()) {
    for (const channel of await bot.channels.mine(team.id)) botChannels.add(channel.id);
  }
  for (const team of await person.teams.mine()) {
    for (const channel of await person.channels.mine(team.id)) {
      if (channel.type === 'O' && botChannels.has(channel.id)) return channel;
    }
  }
  throw new Error('The person and the bot share no public channel: add the bot to one.');
}
