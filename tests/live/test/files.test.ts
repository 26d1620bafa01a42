import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { UnexpectedResponseError } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { expectRefusal, unlessRefused, useStage } from './support/stage.ts';

const stage = useStage();

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('Several files of one post are uploaded and downloaded unchanged', async () => {
  const { channelId } = stage.seeded;
  const contents = [randomBytes(100_000), Buffer.from('Grüße\n'), Buffer.from('a,b\n1,2\n')];
  const names = ['noise.bin', 'Grüße "heute".txt', 'table.csv'];
  const files = await stage.bot.files.upload(
    channelId,
    contents.map((content, at) => ({ name: names[at]!, content })),
  );
  expect(files.map(({ name, size }) => ({ name, size }))).toEqual(
    contents.map(({ length }, at) => ({ name: names[at], size: length })),
  );
  const file_ids = files.map(({ id }) => id);
  const post = await stage.bot.posts.create({ channel_id: channelId, message: '', file_ids });
  // 6.7 sorts them.
  expect([...post.file_ids].sort()).toEqual([...file_ids].sort());

  const { metadata } = await stage.person.posts.get(post.id);
  expect(metadata.files.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const [at, id] of file_ids.entries()) {
    const { stream, size } = await stage.person.files.read(id);
    const read = await bytesOf(stream);
    expect(size ?? read.length).toBe(contents[at]!.length);
    expect(read.equals(contents[at]!)).toBe(true);
  }
});

it('A stream of unknown length is uploaded unchanged', async () => {
  const chunks = Array.from({ length: 12 }, () => randomBytes(65_536));
  const [file] = await stage.bot.files.upload(stage.seeded.channelId, [
    { name: 'stream.bin', content: Readable.from(chunks) },
  ]);
  const sent = Buffer.concat(chunks);
  expect(file?.size).toBe(sent.length);
  const { stream } = await stage.bot.files.read(file!.id);
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(digest(await bytesOf(stream))).toBe(digest(sent));
});

it('The server refuses a file that is larger than its limit', async () => {
  const limit = Number((await stage.bot.system.clientConfig()).MaxFileSize);
  expect(limit).toBeGreaterThan(0);
  const block = Buffer.alloc(65_536);
  const content = (async function* tooMuch() {
    for (let sent = 0; sent <= limit; sent += block.length) yield block;
  })();
  const upload = stage.bot.files.upload(stage.seeded.channelId, [{ name: 'large.bin', content }]);
  await expectRefusal(upload, 413, /too_large/);
});

it('A download stops with an error at the limit that the caller set', async () => {
  const [file] = await stage.bot.files.upload(stage.seeded.channelId, [{ name: 'x.bin', content: randomBytes(5_000) }]);
  const read = async () => bytesOf((await stage.bot.files.read(file!.id, { maxBytes: 4_999 })).stream);
  const error = await read().catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ found: 'too-large' });
  expect((await bytesOf((await stage.bot.files.read(file!.id, { maxBytes: 5_000 })).stream)).length).toBe(5_000);
});

it('Nobody outside its channel can see a file before it is on a post, and nobody else can post it', async () => {
  const { channelId } = stage.seeded;
  const [file] = await stage.bot.files.upload(channelId, [{ name: 'secret.txt', content: 'psst' }]);
  const stranger = stage.as(await stage.seeded.addOutsider());
  await expectRefusal(stranger.files.getInfo(file!.id), 403, 'api.context.permissions.app_error');
  // From 9.11 on the members of the channel can.
  const seen = await unlessRefused(stage.person.files.getInfo(file!.id), 403);
  if (seen) expect(seen).toMatchObject({ id: file!.id, user_id: stage.seeded.bot.id });
  const stolen = await stage.person.posts.create({ channel_id: channelId, message: 'mine', file_ids: [file!.id] });
  expect(stolen.file_ids).toEqual([]);
  await stage.bot.posts.create({ channel_id: channelId, message: 'look', file_ids: [file!.id] });
  expect(await stage.person.files.getInfo(file!.id)).toMatchObject({ name: 'secret.txt', size: 4, extension: 'txt' });
});

it('An unknown file is not found, and a channel without the bot takes no file', async () => {
  await expectRefusal(stage.bot.files.getInfo('a'.repeat(26)), 404);
  await expectRefusal(stage.bot.files.read('a'.repeat(26)), 404);
  const upload = stage.bot.files.upload('a'.repeat(26), [{ name: 'x.txt', content: 'x' }]);
  await expectRefusal(upload, 403, 'api.context.permissions.app_error');
});
