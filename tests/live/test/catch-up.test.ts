import { createInbox, createMemoryLedger } from '@clawmost/mm-inbox';
import { createSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished } from 'vitest';
import { useStage } from './support/stage.ts';

const stage = useStage();

it('What was edited to mention the bot while it was away is found once, and what was deleted is not', async () => {
  const { bot, person, addChannel } = stage.seeded;
  const channel_id = await addChannel([person, bot]);
  const says = (message: string) => stage.person.posts.create({ channel_id, message });
  const ledger = createMemoryLedger();
  const handled: string[] = [];
  const open = () => {
    const ws = createSocket({ baseUrl: stage.server.url, token: bot.token });
    const inbox = createInbox({
      ...{ rest: stage.bot, ws, ledger, userId: bot.id },
      accept: ({ message }) => message.includes(`@${bot.username}`),
      handle: async ({ message }, { source }) => {
        handled.push(`${source}: ${message}`);
      },
    });
    onTestFinished(() => inbox.stop());
    return inbox;
  };

  const before = open();
  await before.start();
  await before.ready();
  const call = `@${bot.username}`;
  const plain = await says('nothing for bots');
  await says(`${call} one`);
  await expect.poll(() => handled, { timeout: 60_000 }).toEqual([`live: ${call} one`]);
  await before.stop();

  await stage.person.posts.patch(plain.id, { message: `${call} two, after all` });
  const [gone] = [await says(`${call} three, deleted`), await says(`${call} four`)];
  await stage.person.posts.delete(gone.id);
  const after = open();
  await after.start();
  await after.ready();
  await expect.poll(() => handled.length, { timeout: 60_000 }).toBe(3);
  expect(handled.toSorted()).toEqual(
    [`live: ${call} one`, `caught-up: ${call} four`, `edited: ${call} two, after all`].sort(),
  );
});
