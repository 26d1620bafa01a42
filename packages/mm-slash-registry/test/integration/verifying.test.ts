import { createRestClient } from '@clawmost/mm-rest';
import { expect, it, vi } from 'vitest';
import type { CommandsApi } from '../../src/index.ts';
import { formOf, send } from '../support/calls.ts';
import { openOffice } from '../support/office.ts';

/** An office whose commands are registered, and the fields of a genuine call of one. */
async function openRegistered(options: Parameters<typeof openOffice>[0] = {}) {
  const office = await openOffice(options);
  await office.registry.reconcile([office.acme.id, office.beta.id]);
  const commands = await office.rest.commands.list(office.acme.id);
  const [status, think] = commands;
  if (!status || !think) throw new Error('no commands');
  const call = (more: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) => {
    const fields = {
      ...{ token: status.token, team_id: office.acme.id, channel_id: office.ops.id, user_id: office.alice.id },
      ...{ command: '/oc_status', text: '', trigger_id: `trigger${Math.random()}`, ...more },
    };
    return send(office.url, { body: formOf(fields), headers });
  };
  return { ...office, status, think, call };
}

const unauthorized = { status: 401, body: expect.stringContaining('Unauthorized: invalid command token.') };

it('A genuine call is confirmed with the server each time', async () => {
  const { call, calls, events } = await openRegistered();
  const before = calls().length;
  expect(await call()).toMatchObject({ status: 200 });
  expect(await call()).toMatchObject({ status: 200 });
  expect(calls().slice(before)).toEqual(['GET /commands/:id', 'GET /commands/:id']);
  expect(events).toHaveLength(2);
});

it('A forged token, a token of another command and a token of another team start nothing', async () => {
  const { call, think, beta, rest, events } = await openRegistered();
  const [foreign] = await rest.commands.list(beta.id);
  expect(await call({ token: 'x'.repeat(26) })).toMatchObject(unauthorized);
  expect(await call({ token: think.token })).toMatchObject(unauthorized);
  expect(await call({ token: foreign?.token ?? '' })).toMatchObject(unauthorized);
  expect(await call({ command: '/oc_unknown', token: 'x'.repeat(26) })).toMatchObject(unauthorized);
  expect(events).toEqual([]);
});

it('A token that was regenerated on the server works at once, and the old one does not', async () => {
  const { call, rest, status, alice, ops, events } = await openRegistered();
  const token = await rest.commands.regenerateToken(status.id);
  expect(await call()).toMatchObject(unauthorized);
  await alice.runs('/oc_status', { in: ops });
  expect(await call({ token })).toMatchObject({ status: 200 });
  expect(events).toHaveLength(2);
});

it.each(['url', 'method', 'trigger', 'deleted'])(
  'After a change on the server of its %s, a command is refused',
  async what => {
    const { call, mattermost, status, events } = await openRegistered();
    const admin = createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token });
    const changes = { url: 'https://elsewhere.example.com', method: 'G' as const, trigger: 'other' };
    if (what === 'deleted') await admin.commands.delete(status.id);
    else await admin.commands.update({ ...status, method: 'P', [what]: changes[what as keyof typeof changes] });
    expect(await call()).toMatchObject(unauthorized);
    expect(events).toEqual([]);
  },
);

it('A command that was deleted and made again by another process is known by its team and trigger', async () => {
  const { call, another, acme, registry, rest, status } = await openRegistered();
  await rest.commands.delete(status.id);
  await another().reconcile([acme.id]);
  const made = (await rest.commands.list(acme.id)).find(({ trigger }) => trigger === 'oc_status');
  expect(await call({ token: made?.token ?? '' })).toMatchObject({ status: 200 });
  expect(registry.registered().map(({ id }) => id)).toContain(made?.id);
  expect(registry.registered().map(({ id }) => id)).not.toContain(status.id);
});

it('When the server cannot be asked, by the id and in the list, no call is genuine', async () => {
  const { call, mattermost, claw, calls } = await openRegistered();
  mattermost.faults.reset({ method: 'GET', path: /commands/, by: claw });
  const before = calls().length;
  expect(await call()).toMatchObject(unauthorized);
  expect(calls().slice(before)).toEqual(['GET /commands/:id', 'GET /commands']);
});

it('When the server does not find a command by its id, the list of the team counts', async () => {
  const { call, mattermost, claw } = await openRegistered();
  mattermost.faults.reset({ method: 'GET', path: /commands\/./, by: claw });
  expect(await call()).toMatchObject({ status: 200 });
});

it('A server that does not answer within the time confirms nothing', async () => {
  const { call, mattermost, claw } = await openRegistered({ registry: { verifying: { timeoutMs: 50 } } });
  mattermost.faults.hold({ method: 'GET', path: /commands/, by: claw });
  expect(await call()).toMatchObject(unauthorized);
});

it('Calls that wait for the same look-up share it, and later ones ask again', async () => {
  const { call, mattermost, claw, calls } = await openRegistered();
  const held = mattermost.faults.hold({ method: 'GET', path: /commands\/./, by: claw, times: 1 });
  const before = calls().length;
  const first = [call(), call(), call()];
  await held.met;
  // All three wait by now: the receiver has read their bodies.
  await vi.waitFor(async () => expect((await call({ token: 'x'.repeat(26), command: '/none' })).status).toBe(401));
  held.lift();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(calls().length - before).toBeLessThanOrEqual(3);
  await call();
  expect(calls().at(-1)).toBe('GET /commands/:id');
});

it('A refused call is remembered for five seconds, a successful one is not', async () => {
  let now = 1_000_000;
  const { call, rest, status, calls } = await openRegistered({ registry: { testing: { now: () => now } } });
  await rest.commands.regenerateToken(status.id);
  const before = calls().length;
  expect(await call()).toMatchObject(unauthorized);
  expect(await call()).toMatchObject(unauthorized);
  const asked = calls().length - before;
  expect(asked).toBe(1);
  now += 5_001;
  expect(await call()).toMatchObject(unauthorized);
  expect(calls().length - before).toBe(2);
});

it('20 look-ups of one command may begin at once, then one in each half second; another command is not concerned', async () => {
  let now = 1_000_000;
  const { call, think, calls } = await openRegistered({ registry: { testing: { now: () => now } } });
  for (let count = 1; count <= 20; count += 1) expect(await call()).toMatchObject({ status: 200 });
  const before = calls().length;
  expect(await call()).toMatchObject({ status: 429, body: expect.stringContaining('Too Many Requests') });
  expect(calls()).toHaveLength(before);
  expect(await call({ command: '/oc_think', token: think.token })).toMatchObject({ status: 200 });
  now += 500;
  expect(await call()).toMatchObject({ status: 200 });
  expect(await call()).toMatchObject({ status: 429 });
});

it('Calls with wrong tokens use up no look-ups of real calls', async () => {
  const { call, events } = await openRegistered({ registry: { testing: { now: () => 1_000_000 } } });
  const forged = (count: number) => call({ token: String(count).padStart(26, 'x') });
  for (let count = 0; count < 25; count += 1) await forged(count);
  expect(await forged(99)).toMatchObject({ status: 429 });
  expect(await call()).toMatchObject({ status: 200 });
  expect(events).toHaveLength(1);
});

it('A token that two registries have is refused for both', async () => {
  const registries: Awaited<ReturnType<typeof openOffice>>['registry'][] = [];
  const office = await openRegistered({ receiver: { registries: () => registries } });
  registries.push(office.registry, office.another({ accountId: 'twin' }));
  await registries[1]?.reconcile([office.acme.id]);
  expect(await office.call()).toMatchObject({ status: 409, body: expect.stringContaining('not unique') });
  expect(office.events).toEqual([]);
});

it('No call of the API gets a token of a caller, and no refusal shows one', async () => {
  const asked: unknown[] = [];
  const office = await openOffice();
  const spy =
    (name: keyof CommandsApi) =>
    async (...call: never[]) => {
      asked.push(call);
      return (office.rest.commands[name] as (...args: never[]) => Promise<never>)(...call);
    };
  const names = ['list', 'get', 'create', 'update', 'delete'] as const;
  const api = Object.fromEntries(names.map(name => [name, spy(name)])) as unknown as CommandsApi;
  const registry = office.another({ api });
  await registry.reconcile([office.acme.id]);
  const token = 'sevensevensevensevenseven7';
  const verdict = await registry.verify({ token, teamId: office.acme.id, trigger: 'oc_status' });
  expect(verdict).toEqual({ ok: false, why: 'unknown-token' });
  expect(JSON.stringify([asked, verdict])).not.toContain(token);
});
