import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openClientSocket } from '../support/client-socket.ts';
import { type Office, openOffice } from '../support/office.ts';

type Who = { readonly token: string };

async function send({ mattermost }: Office, who: Who, form: FormData | string, query = '') {
  const headers = { authorization: `Bearer ${who.token}` };
  const response = await fetch(`${mattermost.url}/api/v4/files${query}`, { method: 'POST', headers, body: form });
  return { status: response.status, body: Object(await response.json()) };
}

function formOf(channelId: string | undefined, files: Record<string, string | Uint8Array<ArrayBuffer>>): FormData {
  const form = new FormData();
  if (channelId !== undefined) form.append('channel_id', channelId);
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
  return form;
}

async function fetchFile({ mattermost }: Office, who: Who, path: string): Promise<Response> {
  return await fetch(`${mattermost.url}/api/v4/files/${path}`, { headers: { authorization: `Bearer ${who.token}` } });
}

/** The header of a picture of 3 by 2 pixels; the server reads no more. */
const png = new Uint8Array(24);
png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0);
png.set([0, 0, 0, 3, 0, 0, 0, 2], 16);

describe('Uploads', () => {
  it('An upload saves several files, with the client ids', async () => {
    const office = await openOffice();
    const form = new FormData();
    form.append('channel_id', office.ops.id);
    for (const name of ['one', 'two']) form.append('client_ids', name);
    for (const name of ['a.txt', 'b.txt']) form.append('files', new Blob(['x']), name);
    const { status, body } = await send(office, office.claw, form);
    expect(status).toBe(201);
    expect(body.client_ids).toEqual(['one', 'two']);
    expect(body.file_infos.map(({ name }: { name: string }) => name)).toEqual(['a.txt', 'b.txt']);
  });

  it('An upload can be a bare file with its name in the query', async () => {
    const office = await openOffice();
    const query = `?channel_id=${office.ops.id}&filename=log.json`;
    const { status, body } = await send(office, office.claw, '{"a":1}', query);
    expect(status).toBe(201);
    expect(body).toMatchObject({ file_infos: [{ name: 'log.json', mime_type: 'application/json', size: 7 }] });
    const unnamed = await send(office, office.claw, 'x', `?channel_id=${office.ops.id}`);
    expect([unnamed.status, unnamed.body.id]).toEqual([400, 'api.context.invalid_url_param.app_error']);
  });

  it('A form can begin with files in the field files', async () => {
    const office = await openOffice();
    const form = formOf(undefined, { 'a.txt': 'x' });
    form.append('channel_id', office.ops.id);
    expect((await send(office, office.claw, form)).body.file_infos).toHaveLength(1);
    const other = new FormData();
    other.append('attachment', new Blob(['x']), 'a.txt');
    other.append('channel_id', office.ops.id);
    expect((await send(office, office.claw, other)).body.file_infos).toHaveLength(0);
  });

  it.each([
    ['an unknown field', 400, 'api.context.invalid_body_param.app_error', { color: 'red' }],
    ['too few names', 400, 'api.context.invalid_body_param.app_error', { client_ids: 'one' }],
    ['another channel', 400, 'api.file.upload_file.multiple_channel_ids.app_error', { channel_id: 'x'.repeat(26) }],
  ])('An upload is refused with %s', async (_, status, id, more) => {
    const office = await openOffice();
    const form = new FormData();
    form.append('channel_id', office.ops.id);
    for (const [name, value] of Object.entries(more)) form.append(name, value);
    for (const name of ['a.txt', 'b.txt']) form.append('files', new Blob(['x']), name);
    const refused = await send(office, office.claw, form);
    expect([refused.status, refused.body.id]).toEqual([status, id]);
  });

  it('An upload is refused without permission, without files, and when files are switched off', async () => {
    const office = await openOffice();
    const hidden = office.team.addChannel('hidden', { type: 'P' });
    const id = async (answer: Promise<{ body: { id: string } }>) => (await answer).body.id;
    const refused = send(office, office.claw, formOf(hidden.id, { 'a.txt': 'x' }));
    expect(await id(refused)).toBe('api.context.permissions.app_error');
    expect(await id(send(office, office.claw, ''))).toBe('api.file.upload_file.read_request.app_error');
    const off = await openOffice({ config: { EnableFileAttachments: false } });
    const disabled = await send(off, off.claw, formOf(off.ops.id, { 'a.txt': 'x' }));
    expect([disabled.status, disabled.body.id]).toEqual([403, 'api.file.attachments.disabled.app_error']);
  });

  it('An upload far over the limit is refused as a whole', async () => {
    const office = await openOffice({ config: { MaxFileSize: 1_000 } });
    const large = formOf(office.ops.id, { 'big.bin': 'x'.repeat(300_000) });
    const { status, body } = await send(office, office.claw, large);
    expect([status, body.id]).toEqual([413, 'api.file.upload_file.too_large_detailed.app_error']);
  });
});

describe('Files', () => {
  it('From 9.11 on, only members of its channel can read a file that is on no post', async () => {
    const office = await openOffice();
    const { alice, claw, ops } = office;
    const { body } = await send(office, claw, formOf(ops.id, { 'a.txt': 'hello' }));
    const [{ id }] = body.file_infos;
    const stranger = office.team.addPerson('stranger');
    expect((await fetchFile(office, alice, id)).status).toBe(200);
    expect((await fetchFile(office, stranger, id)).status).toBe(403);
  });

  it('Before 9.11, only the uploader can read a file until it is attached to a post', async () => {
    const office = await openOffice({ version: '6.7' });
    const { mattermost, alice, claw, ops } = office;
    const { body } = await send(office, claw, formOf(ops.id, { 'ä b.txt': 'hello' }));
    const [{ id }] = body.file_infos;
    expect((await fetchFile(office, claw, id)).status).toBe(200);
    expect((await fetchFile(office, alice, id)).status).toBe(403);
    const { body: post } = await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, file_ids: [id] });
    expect(post.metadata.files).toMatchObject([{ id, post_id: post.id, name: 'ä b.txt' }]);
    const content = await fetchFile(office, alice, id);
    expect(await content.text()).toBe('hello');
    expect(content.headers.get('content-disposition')).toBe(
      `attachment;filename="%C3%A4%20b.txt"; filename*=UTF-8''%C3%A4%20b.txt`,
    );
    await apiOf(mattermost, claw)('DELETE', `/posts/${post.id}`);
    expect((await fetchFile(office, alice, id)).status).toBe(404);
  });

  it('A file that a browser would run is served as text, and a picture inline', async () => {
    const office = await openOffice();
    const { body } = await send(office, office.claw, formOf(office.ops.id, { 'x.html': '<b>', 'x.png': png }));
    const [page, picture] = body.file_infos;
    expect(picture).toMatchObject({ width: 3, height: 2, has_preview_image: true, mime_type: 'image/png' });
    const served = async (path: string) => {
      const { headers } = await fetchFile(office, office.claw, path);
      return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]];
    };
    expect(await served(page.id)).toEqual(['text/plain', 'attachment']);
    expect(await served(picture.id)).toEqual(['image/png', 'inline']);
    expect(await served(`${picture.id}?download=1`)).toEqual(['image/png', 'attachment']);
    expect(await served(`${picture.id}/thumbnail`)).toEqual(['image/jpeg', 'inline']);
    expect((await fetchFile(office, office.claw, `${page.id}/preview`)).status).toBe(400);
    expect((await fetchFile(office, office.claw, `${page.id}/link`)).status).toBe(403);
  });

  it('An unknown file or one of another user is silently left out of a post', async () => {
    const office = await openOffice();
    const { mattermost, alice, claw, ops } = office;
    const { body } = await send(office, alice, formOf(ops.id, { 'a.txt': 'x' }));
    const file_ids = [body.file_infos[0].id, 'x'.repeat(26)];
    const answer = await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'm', file_ids });
    expect(answer.status).toBe(201);
    expect(answer.body.file_ids).toBeNull();
  });

  it('A person attaches a file, and the event of the post tells clients about it', async () => {
    const office = await openOffice();
    const { alice, claw, ops, mattermost } = office;
    const socket = await openClientSocket(mattermost.url, claw.token);
    const post = await alice.says('look', { in: ops, files: [{ name: 'x.png', content: png }] });
    const { data } = await socket.next(({ event }) => event === 'posted');
    expect(data).toMatchObject({ otherFile: 'true', image: 'true' });
    expect(post.file_ids).toHaveLength(1);
    socket.end();
  });

  it('An edit changes the files from version 11 on, and never before', async () => {
    for (const [version, kept] of [
      ['6.7', 1],
      ['11.1', 0],
    ] as const) {
      const { mattermost, alice, ops } = await openOffice({ version });
      const { id } = await alice.says('look', { in: ops, files: [{ name: 'a.txt', content: 'x' }] });
      const edited = await apiOf(mattermost, alice)('PUT', `/posts/${id}/patch`, { message: 'no', file_ids: [] });
      expect(edited.body.file_ids).toHaveLength(kept);
    }
  });
});
