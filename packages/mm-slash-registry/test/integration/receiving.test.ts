import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createCommandReceiver, toWebHandler } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

it('A registered command that a person types reaches the handler, and the answer reaches that person', async () => {
  const { registry, acme, alice, ops, events } = await openOffice();
  await registry.reconcile([acme.id]);
  await alice.runs('/oc_think  high @alice ', { in: ops });
  expect(events).toMatchObject([
    {
      ...{ trigger: 'oc_think', text: ' high @alice ', userId: alice.id, userName: 'alice', channelId: ops.id },
      ...{ channelName: 'ops', teamId: acme.id, teamDomain: 'acme', accountId: 'default', rootId: '' },
      userMentions: [{ name: 'alice', id: alice.id }],
    },
  ]);
  await alice.seesEphemeral({ in: ops, matching: /^Processing/ });
});

it('In a thread, servers from 11 on say so, and older ones do not', async () => {
  for (const version of ['11.1', '10.11', '6.7', '5.37'] as const) {
    const { registry, acme, alice, ops, events } = await openOffice({ version });
    await registry.reconcile([acme.id]);
    const root = await alice.says('a thread', { in: ops });
    await alice.runs('/oc_status', { in: ops, thread: root });
    await alice.runs('/oc_status', { in: ops });
    const expected = version === '11.1' ? [root.id, ''] : [undefined, undefined];
    expect(events.map(({ rootId }) => rootId)).toEqual(expected);
  }
});

it('Mentions come in the order of the text, each with its own id', async () => {
  const { registry, acme, alice, claw, ops, events } = await openOffice();
  await registry.reconcile([acme.id]);
  await alice.runs('/oc_think @claw and @alice in ~ops', { in: ops });
  expect(events[0]?.userMentions).toEqual([
    { name: 'claw', id: claw.id },
    { name: 'alice', id: alice.id },
  ]);
  expect(events[0]?.channelMentions).toEqual([{ name: 'ops', id: ops.id }]);
});

it('In a direct message, the team is the one that the person has open', async () => {
  const { registry, acme, beta, mattermost, alice, claw, events } = await openOffice();
  await registry.reconcile([acme.id, beta.id]);
  await alice.runs('/oc_status', { in: mattermost.directChannel(alice, claw) });
  expect(events).toMatchObject([{ teamId: acme.id, trigger: 'oc_status' }]);
});

it('Two bots at one address each get their own calls', async () => {
  const registries: Awaited<ReturnType<typeof openOffice>>['registry'][] = [];
  const { another, acme, beta, alice, ops, lab, events } = await openOffice({
    receiver: { registries: () => registries },
  });
  registries.push(another({ accountId: 'one' }), another({ accountId: 'two' }));
  await registries[0]?.reconcile([acme.id]);
  await registries[1]?.reconcile([beta.id]);
  await alice.runs('/oc_status', { in: lab });
  await alice.runs('/oc_status', { in: ops });
  expect(events.map(({ accountId, teamId }) => [accountId, teamId])).toEqual([
    ['two', beta.id],
    ['one', acme.id],
  ]);
});

it('A handler that takes too long is answered for with nothing, and learns of it from its signal', async () => {
  let hasLearned = false;
  const { registry, acme, rest, alice, ops } = await openOffice({
    receiver: {
      answerWithinMs: 50,
      onCommand: (_event, { signal }) => {
        signal.addEventListener('abort', () => {
          hasLearned = true;
        });
        return new Promise(() => {});
      },
    },
  });
  await registry.reconcile([acme.id]);
  expect(await rest.commands.list(acme.id)).toHaveLength(2);
  await alice.runs('/oc_status', { in: ops });
  await vi.waitUntil(() => hasLearned, { timeout: 60_000 });
});

it('The web handler receives what the listener for node:http receives', async () => {
  const { registry, acme, rest, alice, ops, url } = await openOffice();
  await registry.reconcile([acme.id]);
  const handle = toWebHandler(
    createCommandReceiver({ registries: [registry], onCommand: async ({ text }) => ({ text: `web ${text}` }) }),
  );
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const answer = await handle(
      new Request(url, {
        method: 'POST',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(pieces),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const moved = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const [status] = await rest.commands.list(acme.id);
  if (!status) throw new Error('no command');
  const form = { token: status.token, team_id: acme.id, channel_id: ops.id, user_id: alice.id, command: '/oc_status' };
  const answer = await fetch(moved, { method: 'POST', body: new URLSearchParams({ ...form, text: 'x' }) });
  expect(await answer.json()).toEqual({ response_type: 'ephemeral', text: 'web x', skip_slack_parsing: true });
});
