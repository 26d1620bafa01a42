import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('HTTP', () => {
  it.each([
    ['GET', '/no/such/route'],
    ['PATCH', '/users/me'],
    ['GET', '/users/not-an-id'],
  ])('%s %s gets the error of an unknown route', async (method, path) => {
    const { mattermost, claw } = await openOffice();
    const { status, headers, body } = await apiOf(mattermost, claw)(method, path);
    expect([status, body.id, body.status_code]).toEqual([404, 'api.context.404.app_error', 404]);
    expect(body.detailed_error).toContain(`/api/v4${path}`);
    expect(body).not.toHaveProperty('request_id');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('Before 9.11, the error of an unknown route has the content type of text', async () => {
    const { mattermost } = await openOffice({ version: '6.7' });
    expect((await apiOf(mattermost)('GET', '/nowhere')).headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('An id of the wrong length is an error that names the parameter', async () => {
    const { mattermost, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost, claw)('GET', '/channels/ops');
    expect([status, body.id]).toEqual([400, 'api.context.invalid_url_param.app_error']);
    expect(body.message).toContain('channel_id');
  });

  it('The header and the error have the same request id', async () => {
    const { mattermost } = await openOffice();
    const { headers, body } = await apiOf(mattermost)('GET', '/users/me');
    expect(body.request_id).toMatch(/^[a-z0-9]{26}$/);
    expect(headers.get('x-request-id')).toBe(body.request_id);
    expect(body.detailed_error).toBe('');
  });

  it('Answers have the version of the server, and answers to GET have expired', async () => {
    const { mattermost, claw } = await openOffice({ version: '5.37' });
    const { headers } = await apiOf(mattermost, claw)('GET', '/users/me');
    expect(headers.get('x-version-id')).toMatch(/^5\.37\.0\.\.[0-9a-f]{32}\.false$/);
    expect(headers.get('expires')).toBe('0');
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'token', 'Token'])('A token after %s is accepted', async scheme => {
    const { mattermost, claw } = await openOffice();
    const headers = { authorization: `${scheme} ${claw.token}` };
    expect((await fetch(`${mattermost.url}/api/v4/users/me`, { headers })).status).toBe(200);
  });

  it('The token of the cookie is used before that of the header', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const { status, body } = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const headers = { cookie: `MMAUTHTOKEN=${alice.token}`, authorization: `Bearer ${claw.token}` };
      request(`${mattermost.url}/api/v4/users/me`, { headers }, response => {
        let text = '';
        response
          .on('data', chunk => (text += chunk))
          .on('end', () => resolve({ status: response.statusCode, body: text }));
      })
        .on('error', reject)
        .end();
    });
    expect([status, JSON.parse(body).username]).toEqual([200, 'alice']);
  });

  it('A token in the query is refused', async () => {
    const { mattermost, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost)('GET', `/users/me?access_token=${claw.token}`);
    expect([status, body.id]).toEqual([401, 'api.context.token_provided.app_error']);
  });

  it('A wrong token is ignored on routes that need none', async () => {
    const { mattermost } = await openOffice();
    const { status } = await apiOf(mattermost, { token: 'x'.repeat(26) })('GET', '/system/ping');
    expect(status).toBe(200);
  });

  it('A client with the current version of an answer gets 304', async () => {
    const { mattermost, alice, ops } = await openOffice();
    await alice.says('hello', { in: ops });
    const url = `${mattermost.url}/api/v4/channels/${ops.id}/posts`;
    const authorization = `Bearer ${alice.token}`;
    const etag = (await fetch(url, { headers: { authorization } })).headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { authorization, 'if-none-match': etag } })).status).toBe(304);
    await alice.says('more', { in: ops });
    expect((await fetch(url, { headers: { authorization, 'if-none-match': etag } })).status).toBe(200);
  });

  it('Before version 10, a large body is accepted', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '6.7' });
    const props = { big: 'x'.repeat(400_000) };
    const { status } = await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: '', props });
    expect(status).toBe(201);
  });

  it('From 9.11 on, a large body is refused', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '10.11' });
    const props = { big: 'x'.repeat(400_000) };
    const { status, body } = await apiOf(mattermost, claw)('POST', '/posts', {
      channel_id: ops.id,
      message: '',
      props,
    });
    expect([status, body.id]).toEqual([413, 'api.context.request_body_too_large.app_error']);
  });

  it('Before 9.11, a body over the file limit counts as malformed', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '6.7', config: { MaxFileSize: 1_000 } });
    const body = { channel_id: ops.id, message: 'x'.repeat(2_000) };
    const answer = await apiOf(mattermost, claw)('POST', '/posts', body);
    expect([answer.status, answer.body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
  });

  it('From 9.11 on, a long URL is refused', async () => {
    const { mattermost } = await openOffice({ version: '11.1' });
    const { status, body } = await apiOf(mattermost)('GET', `/system/ping?${'x'.repeat(2_100)}`);
    expect([status, body.id]).toEqual([414, 'basic_security_check.url.too_long_error']);
  });

  it('A plain request to the address of the socket is refused', async () => {
    const { mattermost, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost, claw)('GET', '/websocket');
    expect([status, body.id]).toEqual([400, 'api.web_socket.connect.upgrade.app_error']);
  });

  it('Callers with a session get the given configuration, as strings', async () => {
    const { mattermost, claw } = await openOffice({
      config: { MaxPostSize: 4_000 },
      siteUrl: 'https://chat.example.com',
    });
    const { body } = await apiOf(mattermost, claw)('GET', '/config/client?format=old');
    expect(body).toMatchObject({ MaxPostSize: '4000', Version: '11.1.0', SiteURL: 'https://chat.example.com' });
    const { body: limited } = await apiOf(mattermost)('GET', '/config/client?format=old');
    expect(limited).toMatchObject({ Version: '11.1.0' });
    expect(limited).not.toHaveProperty('MaxPostSize');
  });

  it('Before 11.1, the configuration needs the parameter format', async () => {
    const { mattermost } = await openOffice({ version: '10.11' });
    expect((await apiOf(mattermost)('GET', '/config/client')).status).toBe(501);
    expect((await apiOf(mattermost)('GET', '/config/client?format=new')).status).toBe(400);
  });
});
