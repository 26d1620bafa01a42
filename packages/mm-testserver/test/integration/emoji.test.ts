import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { connect, event } from '../support/connecting.ts';
import { type FormAnswer, png, sendForm } from '../support/forms.ts';
import { type Office, openOffice } from '../support/office.ts';

type Fields = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

function create({ mattermost, alice }: Office, name: string, more: Fields = { image: png }): Promise<FormAnswer> {
  const emoji = JSON.stringify({ name, creator_id: alice.id });
  return sendForm(mattermost.url, alice, '/emoji', { emoji, ...more });
}

describe('Custom emoji', () => {
  it('An emoji that a person creates can be found in all ways, and all users are told', async () => {
    const office = await openOffice();
    const { mattermost, alice, claw } = office;
    const socket = await connect(mattermost, claw);
    const api = apiOf(mattermost, claw);
    const { status, body } = await create(office, 'party_claw');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'party_claw', creator_id: alice.id, delete_at: 0 });
    const { data } = await socket.next(event('emoji_added'));
    expect(data).toEqual({ emoji: JSON.stringify(body) });
    expect((await api('GET', '/emoji')).body).toEqual([body]);
    expect((await api('GET', '/emoji?sort=name')).body).toEqual([body]);
    expect((await api('GET', `/emoji/${body.id}`)).body).toEqual(body);
    expect((await api('GET', '/emoji/name/party_claw')).body).toEqual(body);
    expect((await api('GET', '/emoji/autocomplete?name=party')).body).toEqual([body]);
    expect((await api('POST', '/emoji/search', { term: 'claw' })).body).toEqual([body]);
    expect((await api('POST', '/emoji/search', { term: 'claw', prefix_only: true })).body).toEqual([]);
    expect((await api('POST', '/emoji/names', ['party_claw', 'smile'])).body).toEqual([body]);
    const headers = { authorization: `Bearer ${claw.token}` };
    const image = await fetch(`${mattermost.url}/api/v4/emoji/${body.id}/image`, { headers });
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(png);
  });

  it('Posts list the custom emoji of their text and reactions, until the emoji is deleted', async () => {
    const office = await openOffice();
    const { mattermost, alice, claw, ops } = office;
    const api = apiOf(mattermost, claw);
    const emoji = (await create(office, 'party_claw')).body;
    const post = await alice.says(':party_claw: and :smile:', { in: ops });
    const reaction = { user_id: claw.id, post_id: post.id, emoji_name: 'party_claw' };
    expect((await api('POST', '/reactions', reaction)).status).toBe(200);
    expect((await api('GET', `/posts/${post.id}`)).body.metadata).toMatchObject({
      emojis: [emoji],
      reactions: [reaction],
    });
    expect((await api('DELETE', `/emoji/${emoji.id}`)).status).toBe(403);
    expect((await apiOf(mattermost, alice)('DELETE', `/emoji/${emoji.id}`)).status).toBe(200);
    expect((await api('GET', `/posts/${post.id}`)).body.metadata).toEqual({});
    expect((await api('POST', '/reactions', reaction)).body.id).toBe('app.emoji.get_by_name.no_result');
    expect((await api('GET', `/emoji/${emoji.id}`)).body.id).toBe('app.emoji.get.no_result');
  });

  it.each([
    ['smile', { image: png }, 400, 'model.emoji.system_emoji_name.app_error'],
    ['bad name', { image: png }, 400, 'model.emoji.name.app_error'],
    ['party', {}, 400, 'api.context.invalid_body_param.app_error'],
    ['party', { image: new TextEncoder().encode('text') }, 400, 'api.emoji.upload.image.app_error'],
    ['party', { image: png, emoji: '{"name":"party"}' }, 403, 'api.emoji.create.other_user.app_error'],
  ])('The emoji %s is refused with %o', async (name, fields, status, id) => {
    const refused = await create(await openOffice(), name, fields as Fields);
    expect([refused.status, refused.body.id]).toEqual([status, id]);
  });

  it('A name can be taken only once', async () => {
    const office = await openOffice();
    await create(office, 'party');
    expect((await create(office, 'party')).body.id).toBe('api.emoji.create.duplicate.app_error');
  });

  it('Custom emoji can be switched off', async () => {
    const office = await openOffice({ config: { EnableCustomEmoji: false } });
    const refused = await create(office, 'party');
    expect([refused.status, refused.body.id]).toEqual([501, 'api.emoji.disabled.app_error']);
  });
});

describe('Profile pictures', () => {
  async function picture({ mattermost, claw }: Office, userId: string): Promise<Uint8Array> {
    const headers = { authorization: `Bearer ${claw.token}` };
    const answer = await fetch(`${mattermost.url}/api/v4/users/${userId}/image`, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    return new Uint8Array(await answer.arrayBuffer());
  }

  it('A person sets a picture and removes it again', async () => {
    const office = await openOffice();
    const { mattermost, alice } = office;
    const api = apiOf(mattermost, alice);
    const before = await picture(office, alice.id);
    expect((await api('GET', '/users/me')).body).not.toHaveProperty('last_picture_update');
    expect((await sendForm(mattermost.url, alice, '/users/me/image', { image: png })).status).toBe(200);
    expect(await picture(office, alice.id)).toEqual(png);
    expect((await api('GET', '/users/me')).body.last_picture_update).toBeGreaterThan(0);
    await api('DELETE', '/users/me/image');
    expect(await picture(office, alice.id)).toEqual(before);
    expect((await api('GET', '/users/me')).body.last_picture_update).toBeLessThan(0);
  });

  it('Only an administrator sets the picture of a bot', async () => {
    const { mattermost, claw } = await openOffice();
    const path = `/users/${claw.id}/image`;
    expect((await sendForm(mattermost.url, claw, path, { image: png })).status).toBe(403);
    expect((await sendForm(mattermost.url, mattermost.admin, path, { image: png })).status).toBe(200);
  });

  it.each([
    [{ other: png }, 'no_file'],
    [{ image: new TextEncoder().encode('text') }, 'check_image_limits'],
  ])('A picture is refused with %o', async (fields, what) => {
    const { mattermost, alice } = await openOffice();
    const refused = await sendForm(mattermost.url, alice, '/users/me/image', fields);
    expect([refused.status, refused.body.id]).toEqual([400, `api.user.upload_profile_user.${what}.app_error`]);
  });
});
