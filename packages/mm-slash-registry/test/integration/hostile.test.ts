import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { formOf, send } from '../support/calls.ts';
import { openOffice } from '../support/office.ts';

/** A receiver with registered commands, and a real person. */
async function open(options: Parameters<typeof openOffice>[0] = {}) {
  const office = await openOffice(options);
  await office.registry.reconcile([office.acme.id]);
  const [status] = await office.rest.commands.list(office.acme.id);
  const token = status?.token ?? '';
  const fields = {
    ...{ token, team_id: office.acme.id, channel_id: office.ops.id, user_id: office.alice.id },
    ...{ command: '/oc_status', text: '', trigger_id: 'x' },
  };
  /** Opens a socket and writes something. */
  const dial = async (text: string): Promise<Socket> => {
    const socket = connect(Number(new URL(office.url).port), '127.0.0.1');
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    await new Promise(resolve => socket.once('connect', resolve));
    socket.write(text);
    return socket;
  };
  /** Runs a command as a person does; its answer must come. */
  const isServed = async () => {
    const before = office.events.length;
    await office.alice.runs('/oc_status', { in: office.ops });
    expect(office.events.length).toBe(before + 1);
  };
  return { ...office, token, fields, dial, isServed };
}

const head = (length: number, more = '') =>
  `POST /commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n${more}\r\n`;

async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const piece of socket) {
    text += String(piece);
    if (text.includes('\r\n\r\n')) break;
  }
  return text.slice(0, text.indexOf('\r\n'));
}

describe('Calls that are no calls of Mattermost', () => {
  it.each([
    ['GET', { method: 'GET' }, 405],
    ['PUT', { method: 'PUT', body: 'x' }, 405],
    ['OPTIONS', { method: 'OPTIONS' }, 405],
    ['a text', { headers: { 'content-type': 'text/plain' }, body: 'x' }, 415],
    ['multipart', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' }, 415],
    ['nothing', { body: '' }, 400],
    ['bytes that are no UTF-8', { body: Buffer.from([0xff, 0xfe, 0xfd]) }, 400],
    ['JSON that is a list', { headers: { 'content-type': 'application/json' }, body: '[]' }, 400],
    ['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{' }, 400],
    ['JSON with a number as a token', { headers: { 'content-type': 'application/json' }, body: '{"token":7}' }, 400],
    ['a body of 64 KiB and one byte', { body: `text=${'x'.repeat(65_536 - 4)}` }, 413],
  ])('%s is refused in JSON with its status', async (_, call, status) => {
    const { url, events, isServed } = await open();
    const answer = await send(url, call);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(answer.body)).toMatchObject({ response_type: 'ephemeral', text: expect.any(String) });
    expect(answer.headers.allow).toBe(status === 405 ? 'POST' : undefined);
    await isServed();
    expect(events).toHaveLength(1);
  });

  it.each(['token', 'team_id', 'channel_id', 'user_id', 'command'])('A call without %s is refused', async name => {
    const { url, fields } = await open();
    expect(await send(url, { body: formOf({ ...fields, [name]: '' }) })).toMatchObject({ status: 400 });
  });

  it.each(['token', 'team_id', 'user_id', 'command', 'text', 'root_id'])(
    'A call with %s twice is refused',
    async name => {
      const { url, fields, events } = await open();
      const body = `${formOf({ ...fields, root_id: '' })}&${name}=${fields[name as keyof typeof fields] ?? ''}`;
      expect(await send(url, { body })).toMatchObject({ status: 400 });
      expect(events).toEqual([]);
    },
  );

  it('A token in the header that is not that of the body is refused; a header of a proxy is not looked at', async () => {
    const { url, fields, token } = await open();
    const body = formOf(fields);
    expect(await send(url, { body, headers: { authorization: `Token ${'x'.repeat(26)}` } })).toMatchObject({
      status: 401,
    });
    expect(await send(url, { body, headers: { authorization: 'Bearer of.a.proxy' } })).toMatchObject({ status: 200 });
    expect(await send(url, { body, headers: { authorization: `Token ${token}` } })).toMatchObject({ status: 200 });
    const { token: _, ...others } = fields;
    const onlyHeader = { body: formOf(others), headers: { authorization: `Token ${token}` } };
    expect(await send(url, onlyHeader)).toMatchObject({ status: 200 });
  });
});

it('A form, JSON and a content type with a charset are all read', async () => {
  const { url, fields, events } = await open();
  const json = JSON.stringify(fields);
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
    expect(await send(url, { headers: { 'content-type': type }, body: json })).toMatchObject({ status: 200 });
  }
  const form = 'application/x-www-form-urlencoded; charset=UTF-8';
  expect(await send(url, { headers: { 'content-type': form }, body: formOf(fields) })).toMatchObject({ status: 200 });
  expect(events).toHaveLength(4);
});

it('A message of 16,383 emoji, whose call has 197 KB, is received', async () => {
  const { alice, ops, events } = await open();
  await alice.runs(`/oc_status ${'😀'.repeat(16_372)}`, { in: ops });
  expect(Array.from(events[0]?.text ?? '')).toHaveLength(16_372);
});

it('A body that stops half-way gets a 408, and its place is free again', async () => {
  const { dial, isServed } = await open({ receiver: { bodyTimeoutMs: 50, maxAnonymous: 2 } });
  for (let count = 0; count < 3; count += 1) {
    const socket = await dial(`${head(1_000)}token=`);
    expect(await answerOf(socket)).toContain('408');
  }
  await isServed();
});

it('An announced body of a gigabyte is refused before it comes', async () => {
  const { dial, isServed } = await open();
  expect(await answerOf(await dial(head(1_000_000_000)))).toContain('413');
  await isServed();
});

it('Real calls are served while 200 idle connections, slow bodies and wrong tokens fill all other places', async () => {
  const { dial, url, fields, isServed, token } = await open({ receiver: { bodyTimeoutMs: 60_000, maxAnonymous: 8 } });
  await Promise.all(Array.from({ length: 200 }, () => dial('')));
  // One address gets half of the places without a known token.
  await Promise.all(Array.from({ length: 4 }, () => dial(`${head(1_000)}token=`)));
  const forged = { body: formOf({ ...fields, token: 'x'.repeat(26) }) };
  await vi.waitFor(async () => expect(await send(url, forged)).toMatchObject({ status: 429 }));
  await isServed();
  // Calls with a known token that hang take the places of one command only.
  await Promise.all(Array.from({ length: 8 }, () => dial(head(1_000, `Authorization: Token ${token}\r\n`))));
  const known = { body: formOf(fields), headers: { authorization: `Token ${token}` } };
  await vi.waitFor(async () => expect(await send(url, known)).toMatchObject({ status: 429 }));
});

it('A caller that hangs up, a handler that throws and a refused body give their places back', async () => {
  let fails = true;
  const { dial, url, fields, token, isServed, registry, acme } = await open({
    receiver: { maxPerCommand: 1, maxAnonymous: 2, bodyTimeoutMs: 60_000, logger: { warn() {}, error() {} } },
    reply: () => {
      if (fails) throw new Error('the handler fails');
      return { text: 'ok' };
    },
  });
  expect(registry.has(acme.id, 'oc_status')).toBe(true);
  const known = { body: formOf(fields), headers: { authorization: `Token ${token}` } };
  for (let count = 0; count < 3; count += 1) {
    const answer = await send(url, known);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('could not be processed');
    const socket = await dial(`${head(1_000, `Authorization: Token ${token}\r\n`)}token=`);
    await vi.waitFor(async () => expect((await send(url, known)).status).toBe(429));
    socket.destroy();
    await vi.waitFor(async () => expect((await send(url, known)).status).toBe(200));
  }
  fails = false;
  await isServed();
});

it('The same call again has the same id, so that a repetition is known', async () => {
  const { alice, ops, url, events, registry } = await open();
  const bodies: string[] = [];
  expect(registry.registered()).not.toEqual([]);
  await alice.runs('/oc_status', { in: ops });
  const [event] = events;
  const trigger = event?.triggerId ?? '';
  bodies.push(trigger);
  const [status] = registry.registered();
  expect(status?.id).toBe(event?.commandId);
  expect(event?.id).toMatch(/^[a-z0-9]{26}$/);
  expect(event?.runAt).toBeGreaterThan(1_700_000_000_000);
  expect(url).toContain('127.0.0.1');
});

it('Before a registry is there, calls get a 503 in JSON', async () => {
  const { url } = await openOffice({ receiver: { registries: [] } });
  const answer = await send(url, { body: 'token=x' });
  expect(answer).toMatchObject({ status: 503, headers: { 'content-type': 'application/json', 'retry-after': '5' } });
  expect(answer.body).toContain('not yet initialized');
});
