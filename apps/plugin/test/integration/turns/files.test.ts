import { expect, it, vi } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { openMediaFolder } from '../../support/media-folder.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { begin, openStory, patience } from '../../support/turn-story.ts';

const uuid = '8a6e0804-2bd0-4672-b79d-d97027f9071a';

it('An answer with a file arrives in its thread, with the name of the file and not with that of OpenClaw’s copy', async () => {
  const { allowed } = openMediaFolder();
  const { say, posts, start, mattermost, claw, alice, ops } = await openStory();
  const path = allowed(`report---${uuid}.pdf`, '%PDF-1.7');
  const { answer } = await start(() => ({ text: 'Here it is.', mediaUrls: [path] }));
  const root = await alice.says('a topic', { in: ops });
  const question = await say('the report?');
  const route = { ...turnRequest('', { channel: { id: ops.id } as never }).route, threadId: root.id };
  expect(await answer(question, { route })).toBe('answered: delivered');
  expect(posts()).toMatchObject([{ message: 'Here it is.', metadata: { files: [{ name: 'report.pdf' }] } }]);
  expect(posts().map(post => readMarker(post, claw.id))).toMatchObject([{ answers: [question.id], part: 1, of: 1 }]);
  expect(mattermost.requests.filter(({ path: at }) => at === '/api/v4/files')).toHaveLength(1);
});

it('An answer with a file takes no preview: it is a new post, and the preview is deleted', async () => {
  const { allowed } = openMediaFolder();
  const { say, posts, said, stores, start } = await openStory();
  const path = allowed('report.pdf', '%PDF-1.7');
  const { answer } = await start(async (_, { writes }) => {
    writes('Here it');
    await vi.waitUntil(() => said().includes('Here it'), patience);
    return { text: 'Here it is.', mediaUrls: [path] };
  });
  expect(await answer(await say('the report?'))).toBe('answered: delivered');
  await vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);
  expect(posts()).toMatchObject([{ message: 'Here it is.', metadata: { files: [{ name: 'report.pdf' }] } }]);
});

it('An answer with files alone, and one whose file cannot be sent, reach the person', async () => {
  const { allowed, forbidden } = openMediaFolder();
  const { say, posts, said, start } = await openStory();
  const answers = [
    { text: '', mediaUrls: [allowed('a.txt', 'a'), allowed('b.txt', 'b')] },
    { text: 'The list.', mediaUrls: [forbidden('passwd', 'root'), allowed('c.txt', 'c')] },
  ];
  const { answer, lines } = await start(() => answers.shift() ?? '');
  expect(await answer(await say('files?'))).toBe('answered: delivered');
  expect(await answer(await say('list?'))).toBe('answered: delivered');
  expect(posts().map(post => post.metadata?.files?.map(({ name }) => name).sort())).toEqual([
    ['a.txt', 'b.txt'],
    ['c.txt'],
  ]);
  expect(said()).toEqual(['', 'The list.\n\n⚠️ I could not attach `passwd`: I may not send files from that place.']);
  expect(lines.join()).not.toContain('elsewhere');
});

it('After a crash an answer with a file is completed with its file, and the model is not asked again', async () => {
  const { allowed } = openMediaFolder();
  const { say, posts, start, mattermost, creations } = await openStory();
  const path = allowed('report.pdf', '%PDF-1.7');
  const first = await start(() => ({ text: 'Here it is.', mediaUrls: [path] }));
  const held = mattermost.faults.hold(creations);
  const question = await say('the report?');
  begin(first.answer(question));
  await held.met;
  const disk = first.kill();
  held.lift();
  await expect.poll(() => posts().length, patience).toBe(1);
  const second = await start(() => 'Never asked.', disk);
  expect(await second.answer(question)).toBe('answered: delivered');
  expect(second.host.asked).toEqual([]);
  expect(posts()).toMatchObject([{ message: 'Here it is.', metadata: { files: [{ name: 'report.pdf' }] } }]);
});

it('After a crash during the upload an answer with a file is posted with it', async () => {
  const { allowed } = openMediaFolder();
  const { say, posts, start, mattermost } = await openStory();
  const path = allowed('report.pdf', '%PDF-1.7');
  const first = await start(() => ({ text: 'Here it is.', mediaUrls: [path] }));
  const held = mattermost.faults.hold({ method: 'POST', path: '/files' });
  const question = await say('the report?');
  begin(first.answer(question));
  await held.met;
  const disk = first.kill();
  held.lift();
  const second = await start(() => 'Never asked.', disk);
  expect(await second.answer(question)).toBe('answered: delivered');
  expect(second.host.asked).toEqual([]);
  expect(posts()).toMatchObject([{ message: 'Here it is.', metadata: { files: [{ name: 'report.pdf' }] } }]);
});

it('An answer with a file that is only in OpenClaw’s transcript is posted with its file', async () => {
  const { allowed } = openMediaFolder();
  const { say, posts, start } = await openStory();
  const path = allowed('report.pdf', '%PDF-1.7');
  const first = await start(() => ({ text: 'Here it is.', mediaUrls: [path] }));
  const question = await say('the report?');
  first.host.giveUp('when it is answered');
  begin(first.answer(question));
  await expect.poll(() => first.host.asked.length, patience).toBe(1);
  await expect.poll(() => posts().length, patience).toBe(1);
  expect(first.host.asked).toHaveLength(1);
  expect(posts()).toMatchObject([{ message: 'Here it is.', metadata: { files: [{ name: 'report.pdf' }] } }]);
});

it('What a proxy refuses does not keep the text: the person reads it, with the name of the file', async () => {
  const { allowed } = openMediaFolder();
  const { say, said, start, mattermost } = await openStory();
  const path = allowed('report.pdf', '%PDF-1.7');
  const page = { status: 413, headers: { 'content-type': 'text/html' }, body: '<html>413</html>' };
  mattermost.faults.answer({ method: 'POST', path: '/files' }, page);
  const { answer } = await start(() => ({ text: 'Here it is.', mediaUrls: [path] }));
  expect(await answer(await say('the report?'))).toBe('answered: delivered');
  expect(said()).toEqual([
    'Here it is.\n\n⚠️ I could not attach `report.pdf`: something in front of the Mattermost server, such as a proxy, does ' +
      'not let it through.',
  ]);
});
