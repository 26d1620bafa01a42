import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { answerCallback } from '../../../src/callbacks/answer-callback.ts';
import { openRoutes } from '../../../src/callbacks/open-routes.ts';
import { registerCallbacks } from '../../../src/callbacks/register.ts';
import type { CallbackRoute } from '../../../src/server/feature.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const notRegistered = (path: string) => {
  throw new Error(`${path} was registered`);
};

/** Starts an HTTP server that passes every request on, as the gateway does. */
async function startGateway(): Promise<string> {
  const server = createServer((request, response) => void answerCallback(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function routeThatSays(path: string, word: string): CallbackRoute {
  return { path, listener: async (_request, response) => void response.end(word) };
}

async function call(url: string, method = 'POST') {
  const response = await fetch(url, { method, ...(method === 'POST' && { body: 'text=x' }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

it('A call reaches the account that has opened the path, with or without a query', async () => {
  const gateway = await startGateway();
  const path = '/mattermost/interactions/one';
  onTestFinished(openRoutes({ accountId: 'one', log }, [routeThatSays(path, 'one')], notRegistered));
  const other = '/mattermost/interactions/two';
  onTestFinished(openRoutes({ accountId: 'two', log }, [routeThatSays(other, 'two')], notRegistered));
  expect(await call(`${gateway}${path}?a=1`)).toMatchObject({ status: 200, text: 'one' });
  expect(await call(`${gateway}${other}`)).toMatchObject({ status: 200, text: 'two' });
});

it('Before an account runs and after it has stopped, a call gets a 503 in JSON, and every method but POST a 405', async () => {
  const gateway = await startGateway();
  const path = '/api/channels/mattermost/command';
  const unavailable = { status: 503, text: expect.stringContaining('not yet initialized') };
  expect(await call(`${gateway}${path}`)).toMatchObject(unavailable);
  const close = openRoutes({ accountId: 'one', log }, [routeThatSays(path, 'one')], notRegistered);
  expect(await call(`${gateway}${path}`)).toMatchObject({ status: 200 });
  close();
  const after = await call(`${gateway}${path}`);
  expect(after).toMatchObject(unavailable);
  expect(after.headers.get('content-type')).toBe('application/json');
  const got = await call(`${gateway}${path}`, 'GET');
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
});

it('Of two accounts at one path, the other one goes on when one stops; an account that started again keeps its route', async () => {
  const gateway = await startGateway();
  const path = '/api/channels/mattermost/shared';
  const closeOne = openRoutes({ accountId: 'one', log }, [routeThatSays(path, 'one')], notRegistered);
  const closeTwo = openRoutes({ accountId: 'two', log }, [routeThatSays(path, 'two')], notRegistered);
  closeOne();
  expect(await call(`${gateway}${path}`)).toMatchObject({ text: 'two' });
  const closeAgain = openRoutes({ accountId: 'two', log }, [routeThatSays(path, 'two again')], notRegistered);
  closeTwo();
  expect(await call(`${gateway}${path}`)).toMatchObject({ text: 'two again' });
  closeAgain();
  expect(await call(`${gateway}${path}`)).toMatchObject({ status: 503 });
});

it('OpenClaw is told of both folders of paths when it loads the plugin, and of a path elsewhere when its account starts', () => {
  const registered: object[] = [];
  registerCallbacks({ registerHttpRoute: ({ path, match, auth }) => void registered.push({ path, match, auth }) });
  expect(registered).toEqual([
    { path: '/api/channels/mattermost', match: 'prefix', auth: 'plugin' },
    { path: '/mattermost/interactions', match: 'prefix', auth: 'plugin' },
  ]);
  const told: string[] = [];
  const routes = ['/hooks/oc', '/api/channels/mattermost/own'].map(path => routeThatSays(path, 'x'));
  onTestFinished(openRoutes({ accountId: 'one', log }, routes, path => void told.push(path)));
  expect(told).toEqual(['/hooks/oc']);
});
