import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRestClient } from '@clawmost/mm-rest';
import { expect, it, onTestFinished } from 'vitest';
import { uploadFiles } from '../../../../src/answers/media/upload-files.ts';
import { openAccount } from '../../../support/account.ts';
import { openMediaFolder } from '../../../support/media-folder.ts';

const uploads = { method: 'POST', path: '/files' };
const memory = (name: string, size = 1) => ({ is: 'memory', name, content: new Uint8Array(size) }) as const;
const local = (path: string, name = 'a.txt') => ({ is: 'local', name, path }) as const;
const remote = (name = 'a.png') => ({ is: 'remote', name, url: 'https://example.com/a.png' }) as const;

it('Files are uploaded in one call, with their names and contents, in their order', async () => {
  const { account, ops, mattermost } = await openAccount();
  const { allowed } = openMediaFolder();
  const names = ['质量审查报告.docx', 'a"b.txt', 'a%20b.txt', '🎉.txt'];
  const files = names.map(name => local(allowed('x', 'content'), name));
  const ready = await uploadFiles(account, ops.id, files);
  const infos = await Promise.all(ready.map(file => account.rest.files.getInfo(file.is === 'uploaded' ? file.id : '')));
  expect(infos.map(({ name, size }) => [name, size])).toEqual(names.map(name => [name, 7]));
  expect(mattermost.requests.filter(({ path }) => path === '/api/v4/files')).toHaveLength(1);
});

it('A file that is on the server, and one that cannot be sent, stay as they are', async () => {
  const { account, ops, mattermost } = await openAccount();
  const known = { is: 'uploaded', name: 'a.txt', id: 'known' } as const;
  const lost = { is: 'unsent', name: 'b.txt', why: { code: 'not-found' } } as const;
  const [one, two, three] = await uploadFiles(account, ops.id, [known, lost, memory('c.txt')]);
  expect([one, two, three]).toMatchObject([known, lost, { is: 'uploaded', name: 'c.txt' }]);
  expect(one).toBe(known);
  await uploadFiles(account, ops.id, [known, lost]);
  expect(mattermost.requests.filter(({ path }) => path === '/api/v4/files')).toHaveLength(1);
});

it.each([
  ['of the server', { maxFileSize: 10 }, { bytes: 10, of: 'server' }],
  [
    'of mediaMaxMb',
    { maxFileSize: 100_000_000, section: { mediaMaxMb: 10 / 1024 / 1024 } },
    { bytes: 10, of: 'settings' },
  ],
])('A file above the limit %s is not uploaded, and the others are', async (_, options, limit) => {
  const { account, ops, mattermost } = await openAccount(options);
  const { allowed } = openMediaFolder();
  const files = [memory('small.txt', 10), memory('big.txt', 11), local(allowed('big.bin', 'x'.repeat(11)), 'big.bin')];
  expect(await uploadFiles(account, ops.id, files)).toMatchObject([
    { is: 'uploaded', name: 'small.txt' },
    { is: 'unsent', name: 'big.txt', why: { code: 'too-large', limit } },
    { is: 'unsent', name: 'big.bin', why: { code: 'too-large', limit } },
  ]);
  expect(mattermost.requests.filter(({ path }) => path === '/api/v4/files')).toHaveLength(1);
});

it('A server that says a smaller limit than it told before is believed', async () => {
  const { account, ops } = await openAccount({ server: { config: { MaxFileSize: 10 } } });
  expect(await uploadFiles(account, ops.id, [memory('a.txt', 11), memory('b.txt', 1)])).toMatchObject([
    { is: 'unsent', name: 'a.txt', why: { code: 'too-large' } },
    { is: 'uploaded', name: 'b.txt' },
  ]);
});

it('A file that is gone when it is uploaded is named as missing', async () => {
  const { account, ops } = await openAccount();
  const { dir } = openMediaFolder();
  expect(await uploadFiles(account, ops.id, [local(`${dir}/gone.txt`, 'gone.txt')])).toEqual([
    { is: 'unsent', name: 'gone.txt', why: { code: 'not-found' } },
  ]);
});

it('A file from the web is fetched and uploaded; one that cannot be fetched is named by its address', async () => {
  const { account, ops } = await openAccount();
  const released: number[] = [];
  const answering = (response: Response) => ({
    fetchFile: async () => ({ response, release: async () => void released.push(1) }),
  });
  const [ready] = await uploadFiles(account, ops.id, [remote()], answering(new Response('picture')));
  const info = await account.rest.files.getInfo(ready?.is === 'uploaded' ? ready.id : '');
  expect([info.name, info.size]).toEqual(['a.png', 7]);
  const missing = answering(new Response('no', { status: 404 }));
  expect(await uploadFiles(account, ops.id, [remote()], missing)).toEqual([
    { is: 'unsent', name: 'https://example.com/a.png', why: { code: 'not-fetched' } },
  ]);
  expect(released.length).toBeGreaterThanOrEqual(2);
});

it('With a limit, a file from the web that turns out to be too large is broken off, and its address is not passed on', async () => {
  const { account, ops } = await openAccount({ section: { mediaMaxMb: 10 / 1024 / 1024 } });
  const response = () => new Response(new Blob(['x'.repeat(11)]).stream());
  const fetchFile = async () => ({ response: response(), release: async () => {} });
  expect(await uploadFiles(account, ops.id, [remote()], { fetchFile })).toMatchObject([
    { is: 'unsent', name: 'a.png', why: { code: 'too-large' } },
  ]);
  const failing = async () => ({ response: new Response('', { status: 500 }), release: async () => {} });
  expect(await uploadFiles(account, ops.id, [remote()], { fetchFile: failing })).toMatchObject([
    { name: 'a.png', why: { code: 'not-fetched' } },
  ]);
});

/** Starts something in front of the server that does as it likes with uploads, and lets pings through. */
async function behind(
  onUpload: (request: IncomingMessage, response: Parameters<RequestListener>[1], n: number) => void,
) {
  const stage = await openAccount();
  let count = 0;
  const proxy = createServer((request, response) => {
    if (request.url?.startsWith('/api/v4/files')) return onUpload(request, response, ++count);
    response.end('{"status":"OK"}');
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const baseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const rest = createRestClient({ baseUrl, token: stage.account.botToken });
  return { ...stage, account: { ...stage.account, rest }, count: () => count };
}

const page = '<html><title>413 Request Entity Too Large</title></html>';

it.each<[string, number, Parameters<typeof behind>[0]]>([
  [
    'answers 413 with a page in the middle of the upload',
    1,
    (request, response) => {
      request.once('data', () => {
        response.writeHead(413, { connection: 'close' }).end(page);
        request.socket.end();
      });
    },
  ],
  [
    'answers 413 with a page after the upload',
    1,
    (request, response) => {
      request.resume().once('end', () => response.writeHead(413).end(page));
    },
  ],
  ['resets the connection', 2, request => request.once('data', () => request.socket.destroy())],
  [
    'wants to know the length, and does',
    0,
    (request, response, n) => {
      if (request.headers['content-length'] === undefined) response.writeHead(411).end(page);
      else request.resume().once('end', () => response.end(`{"file_infos":[{"id":"f${n}","name":"a"}]}`));
    },
  ],
])('Something in front of the server that %s has its limit of %d tries', async (_, tries, onUpload) => {
  const { account, ops, count } = await behind(onUpload);
  const { allowed } = openMediaFolder();
  const path = allowed('big.bin', Buffer.alloc(3_000_000));
  const [file] = await uploadFiles(account, ops.id, [local(path, 'big.bin')]);
  if (tries === 0) return expect(file).toMatchObject({ is: 'uploaded', id: 'f1' });
  expect(file).toEqual({ is: 'unsent', name: 'big.bin', why: { code: 'refused-on-the-way' } });
  // A reset may come before the answer is read; the upload is then tried once more.
  expect(count()).toBeLessThanOrEqual(Math.max(tries, 2));
  expect(count()).toBeGreaterThanOrEqual(tries);
});

it('An upload that meets a server in trouble waits until it is back', async () => {
  const { account, ops, mattermost } = await openAccount({ rest: { maxAttempts: 1 } });
  mattermost.faults.answer({ ...uploads, times: 2 }, { status: 503 });
  expect(await uploadFiles(account, ops.id, [memory('a.txt')])).toMatchObject([{ is: 'uploaded' }]);
});

it('An upload that takes too long does not keep its answer, unless the server is away', async () => {
  const { account, ops, mattermost } = await openAccount({ rest: { maxAttempts: 1 } });
  mattermost.faults.answer(uploads, { status: 503 });
  const late = { patienceMs: -1 };
  expect(await uploadFiles(account, ops.id, [memory('a.txt')], late)).toMatchObject([
    { is: 'unsent', why: { code: 'refused-on-the-way' } },
  ]);
  mattermost.faults.answer({}, { status: 503 });
  await expect(uploadFiles(account, ops.id, [memory('a.txt')], late)).rejects.toThrow('503');
});
