import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { admitFiles } from '../../../../src/answers/media/admit-files.ts';
import { openFile } from '../../../../src/answers/media/open-file.ts';
import { openMediaFolder } from '../../../support/media-folder.ts';

const { signal } = new AbortController();
const payloadOf = (...mediaUrls: string[]) => ({ mediaUrls });

it('A file below one of the folders is admitted, by its path or its address, with its real path', async () => {
  const { outbound, allowed } = openMediaFolder();
  const path = allowed('a b.txt', 'a');
  const dotted = join(outbound, '..', 'outbound', 'a b.txt');
  const files = await admitFiles(payloadOf(path, pathToFileURL(path).href, dotted), { roots: [outbound] });
  expect(files).toEqual(Array.from({ length: 3 }, () => ({ is: 'local', name: 'a b.txt', path })));
});

it('A file elsewhere, a folder, a device and a link that leads out are not admitted', async () => {
  const { outbound, allowed, forbidden } = openMediaFolder();
  const secret = forbidden('secret.txt', 'geheim');
  symlinkSync(secret, join(outbound, 'link.txt'));
  symlinkSync(join(secret, '..'), join(outbound, 'folder'));
  allowed('a.txt', 'a');
  mkdirSync(join(outbound, 'sub'));
  const sources = [
    '/etc/passwd',
    '/dev/zero',
    secret,
    join(outbound, 'link.txt'),
    join(outbound, 'folder', 'secret.txt'),
    join(outbound, '..', '..', '..', 'elsewhere', 'secret.txt'),
    outbound,
    relative(process.cwd(), join(outbound, 'a.txt')),
    `${outbound}-more/a.txt`,
    'file:///etc/passwd',
    'file://server/share/a.txt',
    'data:text/plain,hello',
  ];
  const files = await admitFiles(payloadOf(...sources), { roots: [outbound] });
  expect(files.map(({ is }) => is)).toEqual(sources.map(() => 'unsent'));
  expect(files[0]).toEqual({ is: 'unsent', name: 'passwd', why: { code: 'not-allowed' } });
});

it('A file that is missing is only called missing where it might have been sent', async () => {
  const { outbound } = openMediaFolder();
  const files = await admitFiles(payloadOf(join(outbound, 'no.txt'), '/no/such/file'), { roots: [outbound] });
  expect(files).toMatchObject([{ why: { code: 'not-found' } }, { why: { code: 'not-allowed' } }]);
});

it('OpenClaw reads what lies outside the folders, such as a relative path, if it allows that', async () => {
  const { outbound } = openMediaFolder();
  const asked: unknown[] = [];
  const readFile = async (path: string, options?: object) => {
    asked.push([path, options]);
    if (path === 'notes/a.txt') return Buffer.from('from the workspace');
    throw Object.assign(new Error('no'), { code: path === 'b.txt' ? 'not-found' : 'path-not-allowed' });
  };
  const access = { roots: [outbound], readFile, maxBytes: 10 };
  const files = await admitFiles(payloadOf('notes/a.txt', 'b.txt', '/etc/passwd'), access);
  expect(files).toMatchObject([
    { is: 'memory', name: 'a.txt', content: new Uint8Array(Buffer.from('from the workspace')) },
    { is: 'unsent', name: 'b.txt', why: { code: 'not-found' } },
    { is: 'unsent', name: 'passwd', why: { code: 'not-allowed' } },
  ]);
  expect(asked[0]).toEqual(['notes/a.txt', { maxBytes: 10 }]);
});

it('A relative path is looked for in each of the folders, and leads out of none', async () => {
  const { dir, outbound, allowed } = openMediaFolder();
  const path = allowed('a.txt', 'a');
  const files = await admitFiles(payloadOf('a.txt', './a.txt', '../../../elsewhere/a.txt'), { roots: [dir, outbound] });
  expect(files).toMatchObject([{ path }, { path }, { is: 'unsent' }]);
});

it('Web addresses are admitted unread, and the names of a payload’s files count', async () => {
  const payload = {
    mediaUrls: ['https://example.com/x/y.png?z', 'HTTP://example.com/b'],
    attachments: [{ name: 'pic/ture.png' }, {}],
  };
  expect(await admitFiles(payload, { roots: [] })).toEqual([
    { is: 'remote', name: 'ture.png', url: 'https://example.com/x/y.png?z' },
    { is: 'remote', name: 'b', url: 'HTTP://example.com/b' },
  ]);
  expect(await admitFiles({ mediaUrl: ' https://example.com/a ' }, { roots: [] })).toMatchObject([{ name: 'a' }]);
  expect(await admitFiles({ mediaUrls: [] }, { roots: [] })).toEqual([]);
});

it('A folder that becomes a link between the check and the upload gives nothing away', async () => {
  const { dir, outbound, forbidden } = openMediaFolder();
  forbidden('a.txt', 'geheim');
  const sub = join(outbound, 'sub');
  symlinkSync(join(dir, 'elsewhere'), sub);
  const file = { is: 'local', name: 'a.txt', path: join(sub, 'a.txt') } as const;
  await expect(openFile(file, signal)).rejects.toMatchObject({ why: { code: 'not-allowed' } });
});

it('A web address of this machine or of a private network is not fetched, whatever the account may reach', async () => {
  for (const url of ['http://127.0.0.1:1/a', 'http://169.254.169.254/latest', 'http://localhost/a', 'ftp://h/a']) {
    const file = { is: 'remote', name: 'a', url } as const;
    await expect(openFile(file, signal), url).rejects.toMatchObject({ why: { code: 'not-fetched' } });
  }
});
