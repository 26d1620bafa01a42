import { createInbox } from '@clawmost/mm-inbox';
import { startMattermost } from '@clawmost/mm-testserver';
import { createSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { createBotLoopLimits } from '../../../src/messages/bot-loop-limits.ts';
import { createPostHandler } from '../../../src/messages/handle-post.ts';
import { createRecovery } from '../../../src/recovery/recover.ts';
import type { ReadyAccount } from '../../../src/server/ready-account.ts';
import { openSqliteStores } from '../../../src/storage/account-stores.ts';
import { createRules } from '../../../src/turns/rules.ts';
import { SessionGate } from '../../../src/turns/session-gate.ts';
import { accountOf, markRunning } from '../../support/account.ts';
import { judgeWith } from '../../support/facts.ts';
import { startFakeHost } from '../../support/fake-host.ts';
import { temporaryFolder } from '../../support/state-file.ts';
import { patience } from '../../support/turn-story.ts';

it('Every message of a crowd that writes at once is answered once, in the order of each person', async () => {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const people = Array.from({ length: 20 }, (_, index) => team.addPerson(`person${index}`));
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [...people, claw] });
  const account = await accountOf({ baseUrl: mattermost.url, botToken: claw.token });
  const host = startFakeHost(text => text);
  const judge = judgeWith({ groupPolicy: 'open' });
  const stores = openSqliteStores(temporaryFolder(), 'default');
  onTestFinished(() => stores.close());
  const channelRuntime = {
    ...judge.account.channelRuntime,
    inbound: { ...host.inbound, ingress: judge.account.channelRuntime.inbound.ingress },
  } as ReadyAccount['channelRuntime'];
  const ready: ReadyAccount = { ...account, stores, channelRuntime };
  const judged = { ...ready, settings: judge.account.settings, config: judge.account.config };
  markRunning(ready);
  const gate = new SessionGate();
  const answer = createRecovery(ready, host.records, { isReadable: true, interrupted: new Map() }, gate);
  const paired = { approved: async () => [] };
  const handler = createPostHandler({
    sources: { account: ready, paired, botLoops: createBotLoopLimits({}) },
    judge: { account: judged, rulesFor: createRules(judged), paired },
    notes: { silent: async () => {}, ended: async () => {} },
    onReceived: () => () => {},
    readPost: async () => undefined,
    debounceMs: () => 0,
    answer,
    pair: async () => 'pairing-required',
  });
  const ws = createSocket({ baseUrl: mattermost.url, token: claw.token });
  const inbox = createInbox({ rest: account.rest, ws, ledger: stores.ledger, ...handler, userId: claw.id });
  await inbox.start();
  onTestFinished(() => inbox.stop());
  await expect.poll(() => inbox.status().state, patience).toBe('ready');
  const rounds = 8;
  const posts = (
    await Promise.all(
      people.map(async person => {
        const mine = [];
        for (let n = 0; n < rounds; n += 1) mine.push(await person.says(`@claw ${person.username} ${n}`, { in: ops }));
        return mine;
      }),
    )
  ).flat();
  const settled = async () => (await stores.ledger.find(posts.map(({ id }) => id))).values();
  await expect
    .poll(async () => [...(await settled())].filter(({ state }) => state === 'settled').length, { ...patience })
    .toBe(posts.length);
  const answers = mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id);
  const served = answers.flatMap(post => readMarker(post, claw.id)?.answers ?? []);
  expect(served.toSorted()).toEqual(posts.map(({ id }) => id).toSorted());
  for (const { username } of people) {
    const own = answers.map(({ message }) => message).filter(message => message.startsWith(`${username} `));
    expect(own).toEqual(Array.from({ length: rounds }, (_, n) => `${username} ${n}`));
  }
  expect(gate.allTurns()).toEqual([]);
});
