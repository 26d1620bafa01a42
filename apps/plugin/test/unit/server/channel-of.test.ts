import type { RestClient } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { createChannelOf } from '../../../src/server/channel-of.ts';

const [alice, town] = ['q9pq1uu3n7rpjp8qjsax8ojjgr', 'mwuwoja5qbypdfrzii3zbp9jey'];

function open(fail = false) {
  const asked: string[][] = [];
  const getDirect = async (...people: string[]) => {
    asked.push(people.slice(0, 2));
    if (fail) throw new Error('down');
    return { id: `dm of ${people[1]}` };
  };
  const rest = { channels: { getDirect } } as unknown as Pick<RestClient, 'channels'>;
  return { asked, channelOf: createChannelOf(rest, 'bot') };
}

describe('the channel of a target', () => {
  it('is the channel itself, without a question', async () => {
    const { asked, channelOf } = open();
    expect(await channelOf(`channel:${town}`)).toBe(town);
    expect(asked).toEqual([]);
  });

  it('is a person’s direct channel with the bot, asked for once', async () => {
    const { asked, channelOf } = open();
    expect(await channelOf(`user:${alice}`)).toBe(`dm of ${alice}`);
    await channelOf(`mattermost:${alice}`);
    expect(asked).toEqual([['bot', alice]]);
  });

  it('is asked for again where it could not be had', async () => {
    const { asked, channelOf } = open(true);
    await expect(channelOf(`user:${alice}`)).rejects.toThrow('down');
    await expect(channelOf(`user:${alice}`)).rejects.toThrow('down');
    expect(asked).toHaveLength(2);
  });

  it('is not guessed from what is no target', async () => {
    await expect(open().channelOf('somewhere')).rejects.toThrow(
      '"somewhere" is no target: use user:<id> or channel:<id>',
    );
  });
});
