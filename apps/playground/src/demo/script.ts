import type { Person, Place } from './person.ts';

/** How long one answer may take before the demo counts as failed. */
const answerTimeoutMs = 60_000;

/** Where the scripted conversation takes place. */
export interface Scene {
  readonly person: Person;
  readonly bot: { readonly id: string; readonly username: string };
  readonly direct: Place;
  readonly channel: Place;
}

/** Plays a direct message, a mention in a channel and one in a thread; rejects when an answer is not seen. */
export async function playScript(
  { person, bot, direct, channel }: Scene,
  write: (line: string) => void,
): Promise<void> {
  async function exchange(place: Place, message: string) {
    const answer = person.nextPost(place, bot.id, answerTimeoutMs);
    answer.catch(() => {});
    const asked = await person.say(place, message);
    write(`${place.label}  @${person.user.username}: ${message}`);
    const { message: said } = await answer;
    write(`${place.label}  @${bot.username}: ${said}`);
    return asked;
  }

  await exchange(direct, 'Hello! Are you there?');
  const asked = await exchange(channel, `@${bot.username} what can you do in a channel?`);
  const thread = { ...channel, label: `${channel.label} (thread)`, rootId: asked.id };
  await exchange(thread, `@${bot.username} and in a thread?`);
}
