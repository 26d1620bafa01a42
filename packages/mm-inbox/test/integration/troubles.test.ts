import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openOffice, type RunningBot } from '../support/office.ts';

/** The same sequence each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

it.each([1, 2, 3])(
  'Each of 150 posts gets one outcome through cuts, restarts and crashes (seed %i)',
  async seed => {
    const random = seeded(seed * 7_919);
    const { mattermost, alice, bob, claw, ops, team, bot, store } = await openOffice();
    const channels = [ops, mattermost.directChannel(alice, claw), ...['a1', 'a2', 'a3'].map(makeChannel)];
    function makeChannel(name: string) {
      return team.addChannel(name, { members: [alice, bob, claw] });
    }

    /** Sorted by the time when the turns began. */
    const begun: { id: string; channel: string; at: number; process: number; failed: boolean }[] = [];
    let process = 2 ** 22;
    let bots: RunningBot[] = [];
    const start = async (): Promise<void> => {
      // No process has this number, so the bot before counts as killed and loses its lease.
      process += 1;
      const me = process;
      bots.push(
        await bot({
          holder: { host: 'here', pid: process, processBeganAt: process },
          untilReady: false,
          pollWhileDisconnected: true,
          handle: async ({ id, channel_id: channel, create_at: at }) => {
            const turn = { id, channel, at, process: me, failed: false };
            begun.push(turn);
            await wait(random() * 5);
            turn.failed = random() < 0.05;
            if (turn.failed) throw new Error('bad luck');
          },
        }),
      );
    };
    await start();
    await bots[0]?.is('ready');
    onTestFinished(async () => {
      for (const one of bots) await one.stop();
    });

    const ids: string[] = [];
    for (let index = 0; index < 150; index++) {
      const channel = channels[Math.floor(random() * channels.length)] ?? ops;
      const post = await alice.says(`post ${index}`, { in: channel });
      ids.push(post.id);
      const dice = random();
      if (dice < 0.06) for (const socket of mattermost.sockets) socket.cut();
      else if (dice < 0.1) {
        // Not awaited to its end: the server waits for connections that are being made.
        const down = mattermost.goDown();
        await Promise.race([down, wait(100)]);
        await mattermost.comeBack();
      } else if (dice < 0.14) await start();
      else if (dice < 0.18) {
        for (const one of bots) await one.stop();
        bots = [];
        await start();
      } else if (dice < 0.24)
        mattermost.faults.answer({ method: 'GET', path: /posts|channels/, times: 2 }, { status: 503 });
      if (random() < 0.3) await wait(random() * 20);
    }
    mattermost.faults.liftAll();
    await vi.waitFor(
      () => {
        const open = ids.filter(id => store.entries.get(id)?.outcome !== 'answered');
        if (open.length > 0) throw new Error(`${open.length} without an answer: ${bots.at(-1)?.log.slice(-5)}`);
      },
      { timeout: 20_000, interval: 20 },
    );
    for (const id of ids) {
      // A second turn is right only after a failure, or in another process, which cannot know the end of the first.
      const turns = begun.filter(turn => turn.id === id);
      const again = turns.slice(1).filter((turn, index) => {
        const before = turns[index];
        return before?.failed === false && before.process === turn.process;
      });
      expect(again).toEqual([]);
    }
    for (const { id } of channels) {
      const firsts = new Map<string, number>();
      for (const turn of begun) if (turn.channel === id && !firsts.has(turn.id)) firsts.set(turn.id, turn.at);
      const times = [...firsts.values()];
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  },
  60_000,
);
