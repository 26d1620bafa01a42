import { expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { uploadFiles } from '../../../src/answers/media/upload-files.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { openAccount } from '../../support/account.ts';

async function openWithFiles(count: number, options: Parameters<typeof openAccount>[0] = {}) {
  const stage = await openAccount(options);
  const { account, ops, claw, posts } = stage;
  const sources = Array.from({ length: count }, (_, index) => {
    return { is: 'memory', name: `${index}.txt`, content: new Uint8Array([index]) } as const;
  });
  const files = await uploadFiles(account, ops.id, sources);
  const ids = files.map(file => (file.is === 'uploaded' ? file.id : ''));
  return {
    ...stage,
    files,
    ids,
    /** The server sorts the files of a post. */
    attached: () => posts().map(({ file_ids = [] }) => file_ids.toSorted()),
    parts: () => posts().map(post => [post.message, post.file_ids?.length ?? 0]),
    marks: () =>
      posts()
        .map(post => readMarker(post, claw.id))
        .map(marker => [marker?.part, marker?.of]),
  };
}

it('Ten files are on one post, and more of them on further posts, all on one answer', async () => {
  const { account, answer, files, ids, attached, parts, marks } = await openWithFiles(23);
  await postAnswer(account, answer('Many.', { files }));
  expect(parts()).toEqual([
    ['Many.', 10],
    ['', 10],
    ['', 3],
  ]);
  expect(marks()).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(attached()).toEqual([ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)].map(each => each.toSorted()));
});

it('The files of a long answer are on its last part', async () => {
  const { account, answer, files, parts, marks } = await openWithFiles(2, { maxPostSize: 10 });
  await postAnswer(account, answer('one two three four', { files }));
  expect(parts()).toEqual([
    ['one two', 0],
    ['three four', 2],
  ]);
  expect(marks()).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

it('A server that accepts fewer files on a post gets fewer, whatever number it names', async () => {
  const { account, answer, files, mattermost, creations, parts, ids, attached } = await openWithFiles(10);
  const body = JSON.stringify({
    id: 'model.post.is_valid.file_ids.app_error',
    message: 'Invalid file ids. Note that uploads are limited to 5 files maximum.',
    status_code: 400,
  });
  const headers = { 'content-type': 'application/json' };
  mattermost.faults.answer({ ...creations, times: 2 }, { status: 400, headers, body });
  await postAnswer(account, answer('Ten.', { files }));
  expect(parts()).toEqual([
    ['Ten.', 3],
    ['', 3],
    ['', 3],
    ['', 1],
  ]);
  expect(attached().flat().toSorted()).toEqual(ids.toSorted());
});

it('After a crash only the parts and files that are missing are posted', async () => {
  const { account, answer, files, parts, ids, posts, attached } = await openWithFiles(12);
  const whole = answer('Twelve.', { files });
  const [first] = await postAnswer(account, { ...whole, files: files.slice(0, 10) });
  if (!first) expect.fail('there is a first part');
  const all = await postAnswer(account, whole, new Map([[1, first]]));
  expect(parts()).toEqual([
    ['Twelve.', 10],
    ['', 2],
  ]);
  expect(attached().flat().toSorted()).toEqual(ids.toSorted());
  expect(all).toHaveLength(2);
  await postAnswer(account, whole, new Map(all.map((post, index) => [index + 1, post])));
  expect(posts()).toHaveLength(2);
});

it('A file that the server drops without a word, because it is on another post, is named in the text', async () => {
  const { account, answer, files, posts, claw } = await openWithFiles(2);
  await postAnswer(account, answer('First.', { files: files.slice(0, 1) }));
  await postAnswer(account, answer('Second.', { files, deliveryId: 'second' }));
  const [, second] = posts();
  expect(second?.message).toBe('Second.\n\n⚠️ I could not attach `0.txt`: the Mattermost server did not take it.');
  expect(second?.file_ids).toHaveLength(1);
  if (second) expect(readMarker(second, claw.id)).toMatchObject({ delivery: 'second' });
});

it('An answer whose files all could not be sent says so, and calls nobody by their names', async () => {
  const { account, answer, posts } = await openAccount();
  const why = { code: 'too-large', limit: { bytes: 1024 * 1024, of: 'server' } } as const;
  const names = ['@channel.pdf', 'a`b.txt'];
  await postAnswer(account, answer('', { files: names.map(name => ({ is: 'unsent', name, why })) }));
  expect(posts()).toMatchObject([
    {
      message: expect.stringMatching(
        /^⚠️ I could not attach `@.?channel\.pdf`: it is larger than the 1 MB that this server accepts\.\n⚠️ I could not attach `a'b\.txt`/u,
      ),
    },
  ]);
});
