import { createRestClient } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { createMemoryStore, createSlashRegistry, type PlanStep } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const told = (steps: readonly PlanStep[]) => steps.map(step => `${step.do} ${step.trigger}`);

it('Commands are made in every team, and one call for each team finds that nothing has changed', async () => {
  const { registry, acme, beta, rest, url, calls } = await openOffice();
  const reports = await registry.reconcile([acme.id, beta.id]);
  expect(reports.map(({ steps }) => told(steps))).toEqual([
    ['create oc_status', 'create oc_think'],
    ['create oc_status', 'create oc_think'],
  ]);
  expect(await rest.commands.list(beta.id)).toMatchObject([
    { trigger: 'oc_status', method: 'P', url, auto_complete: true, auto_complete_desc: 'Shows the status' },
    { trigger: 'oc_think', auto_complete_hint: '[off|low|high]', description: 'Sets the level' },
  ]);
  expect(registry.registered()).toHaveLength(4);
  const before = calls().length;
  await registry.reconcile([acme.id, beta.id, acme.id]);
  expect(calls().slice(before)).toEqual(['GET /commands', 'GET /commands']);
});

it('Another process finds its commands again, updates them to a new address and deletes what is no longer wanted', async () => {
  const store = createMemoryStore();
  const { registry, another, acme, rest, url, calls } = await openOffice({ registry: { store } });
  await registry.reconcile([acme.id]);
  const later = another({ store, url: `${url}/moved`, commands: [{ trigger: 'oc_status' }] });
  const before = calls().length;
  const [report] = await later.reconcile([acme.id]);
  expect(told(report?.steps ?? [])).toEqual(['update oc_status', 'delete oc_think']);
  expect(calls().slice(before)).toEqual(['GET /commands', 'PUT /commands/:id', 'DELETE /commands/:id']);
  expect(await rest.commands.list(acme.id)).toMatchObject([{ trigger: 'oc_status', url: `${url}/moved` }]);
  expect(await store.list()).toMatchObject([{ trigger: 'oc_status' }]);
});

it('A dry run says what would be done, and changes nothing', async () => {
  const { registry, acme, calls } = await openOffice();
  const [report] = await registry.reconcile([acme.id], { dryRun: true });
  expect(told(report?.steps ?? [])).toEqual(['create oc_status', 'create oc_think']);
  expect(calls()).toEqual(['GET /commands']);
});

it('A command of another user keeps its trigger, and the others are made all the same', async () => {
  const { registry, acme, mattermost, rest } = await openOffice();
  const admin = createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token });
  const theirs = { team_id: acme.id, trigger: 'oc_status', method: 'P', url: 'https://ci.example.com/x' } as const;
  await admin.commands.create(theirs);
  const [report] = await registry.reconcile([acme.id]);
  expect(report).toMatchObject({ steps: [{ do: 'skip', why: 'taken' }, { do: 'create' }], failures: [] });
  const listed = await rest.commands.list(acme.id);
  expect(listed.map(({ trigger, url }) => [trigger, url])).toContainEqual(['oc_status', 'https://ci.example.com/x']);
  await registry.removeAll();
  expect(await rest.commands.list(acme.id)).toMatchObject([{ trigger: 'oc_status', creator_id: mattermost.admin.id }]);
});

it('A bot that is a plain member is refused once in each team, and told so as a value', async () => {
  const { acme, mattermost } = await openOffice();
  const plain = acme.addBot('plain');
  const rest = createRestClient({ baseUrl: mattermost.url, token: plain.token, maxAttempts: 1 });
  const mine = createSlashRegistry({
    ...{ api: rest.commands, userId: plain.id, url: 'https://bot.example.com/c' },
    commands: [{ trigger: 'oc_a' }, { trigger: 'oc_b' }],
  });
  const [report] = await mine.reconcile([acme.id]);
  expect(report).toMatchObject({
    isListed: false,
    steps: [],
    failures: [{ error: { status: 403 } }, { error: { status: 403 } }],
  });
  const asked = mattermost.requests.filter(({ username }) => username === 'plain').map(({ method }) => method);
  expect(asked).toEqual(['GET', 'POST']);
});

it('Where commands cannot be listed, those that were made are read by their ids and the others are created', async () => {
  const store = createMemoryStore();
  const { registry, another, acme, mattermost, claw, calls } = await openOffice({ registry: { store } });
  await registry.reconcile([acme.id]);
  const answer = { status: 403, headers: { 'Content-Type': 'application/json' } };
  const body = JSON.stringify({ id: 'api.context.permissions.app_error', message: 'No.', status_code: 403 });
  mattermost.faults.answer({ method: 'GET', path: '/commands', by: claw }, { ...answer, body });
  const later = another({
    store,
    commands: [{ trigger: 'oc_status', description: 'Shows the status' }, { trigger: 'oc_new' }],
  });
  const before = calls().length;
  const [report] = await later.reconcile([acme.id]);
  expect(report).toMatchObject({ isListed: false, failures: [] });
  expect(told(report?.steps ?? [])).toEqual(['keep oc_status', 'create oc_new', 'delete oc_think']);
  expect(calls().slice(before)).toEqual([
    ...['GET /commands', 'GET /commands/:id', 'GET /commands/:id'],
    ...['POST /commands', 'DELETE /commands/:id'],
  ]);
});

it('A team that cannot be reached does not stop the others, and the next call makes up for it', async () => {
  const { registry, acme, beta, mattermost, claw, rest } = await openOffice();
  mattermost.faults.reset({ method: 'GET', path: '/commands', by: claw, times: 1 });
  const reports = await registry.reconcile([acme.id, beta.id]);
  expect(reports).toMatchObject([{ failures: [{ step: 'list' }] }, { failures: [] }]);
  expect(await rest.commands.list(acme.id)).toEqual([]);
  await registry.reconcile([acme.id]);
  expect(await rest.commands.list(acme.id)).toHaveLength(2);
});

it('A command whose creation was not answered is found in the list, and not made twice', async () => {
  const { registry, acme, mattermost, claw, rest } = await openOffice();
  mattermost.faults.loseAnswer({ method: 'POST', path: '/commands', by: claw, times: 1 });
  const [report] = await registry.reconcile([acme.id]);
  expect(report).toMatchObject({ failures: [] });
  expect(await rest.commands.list(acme.id)).toHaveLength(2);
  expect(registry.registered()).toHaveLength(2);
});

it('A command that was deleted on the server while it was updated is made again', async () => {
  const { registry, another, acme, rest, url } = await openOffice();
  await registry.reconcile([acme.id]);
  const api = {
    ...rest.commands,
    update: async (...call: Parameters<typeof rest.commands.update>) => {
      await rest.commands.delete(call[0].id);
      return rest.commands.update(...call);
    },
  };
  const later = another({ api, url: `${url}/moved`, commands: [{ trigger: 'oc_status' }] });
  const [report] = await later.reconcile([acme.id]);
  expect(report?.failures).toEqual([]);
  const made = (await rest.commands.list(acme.id)).filter(({ trigger }) => trigger === 'oc_status');
  expect(made).toMatchObject([{ url: `${url}/moved` }]);
});

it('All commands are deleted by the ids that were remembered, without a list', async () => {
  const store = createMemoryStore();
  const { registry, another, acme, beta, rest, calls } = await openOffice({ registry: { store } });
  await registry.reconcile([acme.id, beta.id]);
  const before = calls().length;
  const later = another({ store, commands: [] });
  expect(await later.removeAll()).toBe(4);
  expect(new Set(calls().slice(before))).toEqual(new Set(['DELETE /commands/:id']));
  expect([...(await rest.commands.list(acme.id)), ...(await rest.commands.list(beta.id))]).toEqual([]);
  const after = calls().length;
  expect(await later.removeAll()).toBe(0);
  expect(calls()).toHaveLength(after);
});
