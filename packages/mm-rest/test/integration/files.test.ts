import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import {
  createRestClient,
  HttpError,
  NetworkError,
  OutcomeUnknownError,
  RequestTimeoutError,
  type RestClient,
  UnexpectedResponseError,
} from '../../src/index.ts';
import { bodyOf, serve } from '../support/serve.ts';

async function clientOf(listener: RequestListener): Promise<RestClient> {
  return createRestClient({ baseUrl: await serve(listener), token: 'xyz', testing: { random: () => 0 } });
}

/** Reads a form as Mattermost does: in a file's name, a backslash escapes the next character. */
async function formOf(request: IncomingMessage): Promise<[string, string, string | undefined][]> {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  const parts = (await bodyOf(request)).split(`--${boundary}`);
  expect([parts[0], parts.at(-1)]).toEqual(['', '--\r\n']);
  return parts.slice(1, -1).map(part => {
    const [, head = '', body = ''] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part) ?? [];
    const name = / name="(.*?)"/.exec(head)?.[1] ?? '';
    const filename = / filename="((?:\\.|[^"\\])*)"/.exec(head)?.[1]?.replace(/\\(.)/g, '$1');
    return [name, body, filename];
  });
}

const uploaded = JSON.stringify({ file_infos: [{ id: 'f1', name: 'a.txt' }], client_ids: [] });

it('An upload sends the channel first, and then each file, from memory or as a stream', async () => {
  let form: unknown;
  const rest = await clientOf(async (request, response) => {
    form = await formOf(request);
    response.writeHead(201).end(uploaded);
  });
  const infos = await rest.files.upload('c1', [
    { name: 'a.txt', content: 'text ü' },
    { name: 'b "quoted" \\.bin', content: new TextEncoder().encode('bytes') },
    { name: 'ü.txt', content: new Blob(['blob']) },
    { name: 'd.txt', content: Readable.from([Buffer.from('node '), Buffer.from('stream')]) },
    { name: 'e.txt', content: new Blob(['web stream']).stream() },
  ]);
  expect(infos).toMatchObject([{ id: 'f1', name: 'a.txt' }]);
  expect(form).toEqual([
    ['channel_id', 'c1', undefined],
    ['files', 'text ü', 'a.txt'],
    ['files', 'bytes', 'b "quoted" \\.bin'],
    ['files', 'blob', 'ü.txt'],
    ['files', 'node stream', 'd.txt'],
    ['files', 'web stream', 'e.txt'],
  ]);
});

it('The length of an upload of streams is sent when the size of each is known', async () => {
  const lengths: (string | undefined)[] = [];
  const received: number[] = [];
  const rest = await clientOf(async (request, response) => {
    lengths.push(request.headers['content-length']);
    received.push((await bodyOf(request)).length);
    response.writeHead(201).end(uploaded);
  });
  const stream = () => Readable.from([Buffer.from('abc'), Buffer.from('de')]);
  await rest.files.upload('c1', [
    { name: 'a.txt', content: stream(), size: 5 },
    { name: 'b.txt', content: 'ü' },
  ]);
  await rest.files.upload('c1', [
    { name: 'a.txt', content: stream(), size: 5 },
    { name: 'b.txt', content: stream() },
  ]);
  expect([Number(lengths[0]), lengths[1]]).toEqual([Buffer.byteLength('ü') - 1 + (received[0] ?? 0), undefined]);
});

it.each([4, 6])('A stream of 5 bytes that was announced with %d fails its upload', async size => {
  const rest = await clientOf(request => void request.resume());
  const content = Readable.from([Buffer.from('abc'), Buffer.from('de')]);
  await expect(rest.files.upload('c1', [{ name: 'a.txt', content, size }])).rejects.toThrow(
    `size: expected a stream of ${size} bytes, got`,
  );
  await expect.poll(() => content.destroyed).toBe(true);
});

it.each([-1, 1.5, '5'])('The size %j of a stream is refused', async size => {
  const rest = await clientOf(() => {});
  const file = { name: 'a.txt', content: Readable.from([]), size: size as number };
  await expect(rest.files.upload('c1', [file])).rejects.toThrow(/^size: expected a whole number of bytes, got /);
});

it('An upload larger than memory keeps little of it there', async () => {
  const size = 64 * 1024 * 1024;
  let received = 0;
  let ahead = 0;
  let produced = 0;
  async function* bytes() {
    const chunk = new Uint8Array(64 * 1024);
    for (; produced < size; produced += chunk.length) {
      ahead = Math.max(ahead, produced - received);
      yield chunk;
    }
  }
  const rest = await clientOf(async (request, response) => {
    for await (const chunk of request) received += (chunk as Buffer).length;
    response.writeHead(201).end(uploaded);
  });
  await rest.files.upload('c1', [{ name: 'big.bin', content: bytes() }]);
  expect(received).toBeGreaterThan(size);
  expect(ahead).toBeLessThan(size / 2);
});

it('An upload from memory is sent again when the connection breaks', async () => {
  let asked = 0;
  const rest = await clientOf((request, response) => {
    if (++asked === 1) request.socket.destroy();
    else response.writeHead(201).end(uploaded);
  });
  await rest.files.upload('c1', [{ name: 'a.txt', content: 'text' }]);
  expect(asked).toBe(2);
});

it('An upload of a stream is not sent again, and the stream is closed', async () => {
  let asked = 0;
  const rest = await clientOf(async request => {
    asked++;
    await once(request, 'data');
    request.socket.destroy();
  });
  const content = new Readable({ read: () => void setImmediate(() => content.push(Buffer.alloc(1024))) });
  const error = await rest.files.upload('c1', [{ name: 'a.txt', content }]).catch(error => error);
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(asked).toBe(1);
  await expect.poll(() => content.destroyed).toBe(true);
});

it('When a stream of an upload fails by itself, its own error is thrown', async () => {
  const rest = await clientOf(request => void request.resume());
  const own = Object.assign(new RangeError('the disk is gone'), { mine: true });
  async function* failing() {
    yield Buffer.from('abc');
    throw own;
  }
  const readable = new Readable({
    read() {
      this.push('abc');
      this.destroy(own);
    },
  });
  const web = new ReadableStream<Uint8Array>({ pull: controller => controller.error(own) });
  for (const content of [failing(), readable, web]) {
    await expect(rest.files.upload('c1', [{ name: 'a.txt', content }])).rejects.toBe(own);
  }
});

it('A stream of an upload that gives texts instead of bytes is refused with its field', async () => {
  const rest = await clientOf(request => void request.resume());
  const content = Readable.from(['a text']) as AsyncIterable<Uint8Array>;
  await expect(rest.files.upload('c1', [{ name: 'a.txt', content }])).rejects.toThrow(
    new TypeError('content: expected a stream of bytes, got a text of 6 characters in it'),
  );
});

it('A stream that was read already is refused, because it would be uploaded as an empty file', async () => {
  let asked = 0;
  const rest = await clientOf(() => asked++);
  const readable = Readable.from([Buffer.from('x')]);
  await readable.toArray();
  const web = new Blob(['x']).stream();
  web.getReader();
  for (const content of [readable, web]) {
    await expect(rest.files.upload('c1', [{ name: 'a.txt', content }])).rejects.toThrow(
      new TypeError('content: expected a stream that is still to be read, got one that was read or closed'),
    );
  }
  expect(asked).toBe(0);
});

it('An upload that a proxy cuts off every time is sent twice, not more', async () => {
  let asked = 0;
  const rest = await clientOf(async request => {
    asked++;
    await once(request, 'data');
    request.socket.destroy();
  });
  const content = new Uint8Array(1024 * 1024);
  const upload = rest.files.upload('c1', [{ name: 'a.bin', content }]);
  await expect(upload).rejects.toThrow(NetworkError);
  expect(asked).toBe(2);
});

it('The stream of an upload that is never sent is closed', async () => {
  const rest = await clientOf(() => {});
  const content = Readable.from([Buffer.from('x')]);
  const signal = AbortSignal.abort('no');
  await expect(rest.files.upload('c1', [{ name: 'a.txt', content }], { signal })).rejects.toBe('no');
  await expect.poll(() => content.destroyed).toBe(true);
});

it('An upload that is too large for the server is an HttpError', async () => {
  const rest = await clientOf((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(413).end('{"id":"api.file.upload_file.too_large_detailed.app_error","message":"Too large."}');
    });
  });
  const error = await rest.files.upload('c1', [{ name: 'a', content: 'x' }]).catch(error => error);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 413, id: 'api.file.upload_file.too_large_detailed.app_error' });
});

it.each(['a\nb', 'a\0', '', '\ud800'])(
  'The file name %j is refused, because it could break out of the form',
  async name => {
    const rest = await clientOf(() => {});
    await expect(rest.files.upload('c1', [{ name, content: 'x' }])).rejects.toThrow(
      /^name: expected the name of a file, without control characters, got /,
    );
  },
);

it.each([null, 7, {}, undefined])('The file content %j is refused', async content => {
  const rest = await clientOf(() => {});
  const file = { name: 'a', content: content as unknown as string };
  await expect(rest.files.upload('c1', [file])).rejects.toThrow(
    /^content: expected a Blob, bytes, a text or a stream of bytes, got /,
  );
});

it('A download comes as a stream, with its size and type', async () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024, 'abc');
  const rest = await clientOf((_, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length }).end(bytes);
  });
  const { stream, size, mimeType } = await rest.files.read('f1');
  expect({ size, mimeType }).toEqual({ size: bytes.length, mimeType: 'image/png' });
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('A download that is announced as too large is refused before it is read', async () => {
  const rest = await clientOf((_, response) => response.writeHead(200, { 'content-length': 100 }).end('x'.repeat(100)));
  await expect(rest.files.read('f1', { maxBytes: 99 })).rejects.toMatchObject({ found: 'too-large' });
});

it('A download that turns out to be too large is broken off', async () => {
  const rest = await clientOf((_, response) => {
    response.write('x'.repeat(60));
    response.end('x'.repeat(60));
  });
  const { stream, size } = await rest.files.read('f1', { maxBytes: 100 });
  expect(size).toBeUndefined();
  await expect(new Response(stream).text()).rejects.toThrow(UnexpectedResponseError);
});

it('A download that stalls is broken off by the deadline', async () => {
  const rest = await clientOf((_, response) => void response.write('x'));
  const { stream } = await rest.files.read('f1', {}, { timeoutMs: 500 });
  await expect(new Response(stream).text()).rejects.toThrow(RequestTimeoutError);
});

it('A download whose connection breaks is a NetworkError', async () => {
  const rest = await clientOf((_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('x', () => setTimeout(() => response.destroy(), 20));
  });
  const read = rest.files.read('f1').then(({ stream }) => new Response(stream).text());
  await expect(read).rejects.toThrow(NetworkError);
});

it('A download that is aborted ends with the reason of the signal', async () => {
  const controller = new AbortController();
  const rest = await clientOf((_, response) => void response.write('x'));
  const { stream } = await rest.files.read('f1', {}, { signal: controller.signal });
  const reader = stream.getReader();
  await reader.read();
  controller.abort('enough');
  await expect(reader.read()).rejects.toBe('enough');
});

it('A download that the caller cancels closes the connection', async () => {
  const rest = await clientOf((_, response) => {
    response.write('x');
    response.once('close', () => closed());
  });
  let closed = () => {};
  const gone = new Promise<void>(resolve => (closed = resolve));
  const { stream } = await rest.files.read('f1');
  await stream.cancel();
  await gone;
});

it('A download that the server refuses is an HttpError', async () => {
  const rest = await clientOf((_, response) => response.writeHead(404).end('{"id":"app.file_info.get.app_error"}'));
  await expect(rest.files.read('f1')).rejects.toMatchObject({ status: 404, id: 'app.file_info.get.app_error' });
});

it('An HTML page is not a download, because Mattermost serves no file as HTML', async () => {
  const rest = await clientOf((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
  });
  await expect(rest.files.read('f1', {}, { maxAttempts: 1 })).rejects.toMatchObject({ found: 'foreign' });
});

it('A download of an empty file is an empty stream', async () => {
  const rest = await clientOf((_, response) => response.writeHead(200).end());
  const { stream } = await rest.files.read('f1');
  expect(await new Response(stream).text()).toBe('');
});

it.each([0, -1, 1.5, Number.NaN])('A download with maxBytes of %d is refused', async maxBytes => {
  const rest = await clientOf(() => {});
  await expect(rest.files.read('f1', { maxBytes })).rejects.toThrow(
    /^maxBytes: expected a whole number of bytes, 1 or more, got /,
  );
});
