import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

const password = 'Passw0rd!Passw0rd!';

describe('Users', () => {
  it('A user signs up, logs in, and uses the token until logging out', async () => {
    const { mattermost } = await openOffice();
    const nobody = apiOf(mattermost);
    const made = await nobody('POST', '/users', { username: 'carol', email: 'carol@example.com', password });
    expect([made.status, made.body.roles]).toEqual([201, 'system_user']);
    const login = await nobody('POST', '/users/login', { login_id: 'carol@example.com', password });
    const carol = apiOf(mattermost, { token: login.headers.get('token') ?? '' });
    expect((await carol('GET', '/users/me')).body.id).toBe(made.body.id);
    await carol('POST', '/users/logout');
    expect((await carol('GET', '/users/me')).status).toBe(401);
  });

  it('No answer contains a password', async () => {
    const { mattermost, alice, bob } = await openOffice();
    const { body } = await apiOf(mattermost, alice)('POST', '/users/usernames', ['alice', 'bob']);
    expect(JSON.stringify(body)).not.toContain(bob.password);
    expect(JSON.stringify((await apiOf(mattermost, alice)('GET', '/users/me')).body)).not.toContain(alice.password);
  });

  it.each([
    [
      'a wrong password',
      { login_id: 'alice', password: 'wrong' },
      401,
      'api.user.login.invalid_credentials_email_username',
    ],
    ['an unknown name', { login_id: 'zoe', password }, 401, 'api.user.login.invalid_credentials_email_username'],
    ['no password', { login_id: 'alice' }, 400, 'api.user.login.blank_pwd.app_error'],
    ['the name of a bot', { login_id: 'claw', password }, 401, 'api.user.login.bot_login_forbidden.app_error'],
  ])('Logging in fails with %s', async (_, login, status, id) => {
    const { mattermost } = await openOffice();
    const answer = await apiOf(mattermost)('POST', '/users/login', login);
    expect([answer.status, answer.body.id]).toEqual([status, id]);
  });

  it.each([
    ['a name that is taken', { username: 'alice' }, 'app.user.save.username_exists.app_error'],
    ['an address that is taken', { email: 'alice@example.com' }, 'app.user.save.email_exists.app_error'],
    ['a reserved name', { username: 'channel' }, 'model.user.is_valid.username.app_error'],
    ['a short password', { password: 'passwor' }, 'model.user.is_valid.pwd_min_length.app_error'],
  ])('Signing up fails with %s', async (_, wrong, id) => {
    const { mattermost } = await openOffice();
    const account = { username: 'carol', email: 'carol@example.com', password, ...wrong };
    const { status, body } = await apiOf(mattermost)('POST', '/users', account);
    expect([status, body.id]).toEqual([400, id]);
  });

  it('On a closed server, only the administrator creates users', async () => {
    const { mattermost } = await openOffice({ config: { EnableOpenServer: false } });
    const account = { username: 'carol', email: 'carol@example.com', password };
    const { status, body } = await apiOf(mattermost)('POST', '/users', account);
    expect([status, body.id]).toEqual([403, 'api.user.create_user.no_open_server']);
    expect((await apiOf(mattermost, mattermost.admin)('POST', '/users', account)).status).toBe(201);
  });

  it('Only the user sees the own settings', async () => {
    const { mattermost, alice, bob } = await openOffice();
    expect((await apiOf(mattermost, alice)('GET', `/users/${alice.id}`)).body).toHaveProperty('notify_props');
    expect((await apiOf(mattermost, bob)('GET', `/users/${alice.id}`)).body).not.toHaveProperty('notify_props');
  });

  it('Users are found by usernames in lower case', async () => {
    const { mattermost, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost, claw)('GET', '/users/username/Alice');
    expect([status, body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
  });

  it.each([
    ['6.7', '/users/ids', 'api.context.invalid_body_param.app_error'],
    ['11.1', '/users/ids', 'api.payload.parse.error'],
    ['11.1', '/users/usernames', 'api.payload.parse.error'],
  ] as const)('On %s, %s refuses an empty list by name, and an object with %s', async (version, path, unreadable) => {
    const { mattermost, claw } = await openOffice({ version });
    const idFor = async (wrong: unknown) => (await apiOf(mattermost, claw)('POST', path, wrong)).body.id;
    expect(await idFor([])).toBe('api.context.invalid_body_param.app_error');
    expect([await idFor({}), await idFor([1])]).toEqual([unreadable, unreadable]);
  });

  it('Users come in pages, sorted by username', async () => {
    const { mattermost, team, claw } = await openOffice();
    const names = async (query: string): Promise<string[]> => {
      const { body } = await apiOf(mattermost, claw)('GET', `/users?in_team=${team.id}${query}`);
      return body.map((user: { username: string }) => user.username);
    };
    expect(await names('')).toEqual(['admin', 'alice', 'bob', 'claw']);
    expect(await names('&per_page=3&page=1')).toEqual(['claw']);
    expect(await names('&per_page=0')).toEqual([]);
    expect(await names('&per_page=-1')).toHaveLength(4);
  });

  it('Users outside a team cannot list its members', async () => {
    const { mattermost, alice } = await openOffice();
    const other = mattermost.addTeam('other');
    expect((await apiOf(mattermost, alice)('GET', `/users?in_team=${other.id}`)).status).toBe(403);
  });
});

describe('Access tokens', () => {
  it('An access token works like a session until it is revoked', async () => {
    const { mattermost, claw } = await openOffice();
    const admin = apiOf(mattermost, mattermost.admin);
    const made = await admin('POST', `/users/${claw.id}/tokens`, { description: 'second' });
    expect([made.status, made.body.is_active]).toEqual([200, true]);
    const second = apiOf(mattermost, made.body);
    expect((await second('GET', '/users/me')).status).toBe(200);
    expect((await admin('POST', '/users/tokens/revoke', { token_id: made.body.id })).body).toEqual({ status: 'OK' });
    expect((await second('GET', '/users/me')).status).toBe(401);
  });

  it('An access token can be switched off and on', async () => {
    const { mattermost, claw } = await openOffice();
    const admin = apiOf(mattermost, mattermost.admin);
    const [{ id }] = (await admin('GET', `/users/${claw.id}/tokens`)).body;
    await admin('POST', '/users/tokens/disable', { token_id: id });
    expect((await apiOf(mattermost, claw)('GET', '/users/me')).status).toBe(401);
    await admin('POST', '/users/tokens/enable', { token_id: id });
    expect((await apiOf(mattermost, claw)('GET', '/users/me')).status).toBe(200);
  });

  it('An access token is shown only when it is created', async () => {
    const { mattermost, claw } = await openOffice();
    const admin = apiOf(mattermost, mattermost.admin);
    const { body } = await admin('GET', `/users/${claw.id}/tokens`);
    expect(body).toEqual([
      { id: expect.any(String), user_id: claw.id, description: expect.any(String), is_active: true },
    ]);
    expect((await admin('GET', `/users/tokens/${body[0].id}`)).body).toEqual(body[0]);
  });

  it('A bot cannot create a token for itself', async () => {
    const { mattermost, claw } = await openOffice();
    const { status } = await apiOf(mattermost, claw)('POST', `/users/${claw.id}/tokens`, { description: 'mine' });
    expect(status).toBe(403);
  });

  it('An access token needs a description', async () => {
    const { mattermost, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost, mattermost.admin)('POST', `/users/${claw.id}/tokens`, {});
    expect([status, body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
  });

  it('With user tokens switched off, only bots have tokens', async () => {
    const { mattermost, alice, claw } = await openOffice({ config: { EnableUserAccessTokens: false } });
    const admin = apiOf(mattermost, mattermost.admin);
    const { status, body } = await admin('POST', `/users/${alice.id}/tokens`, { description: 'mine' });
    expect([status, body.id]).toEqual([501, 'app.user_access_token.disabled']);
    expect((await apiOf(mattermost, claw)('GET', '/users/me')).status).toBe(200);
  });
});

describe('Bots', () => {
  it('An administrator creates a bot, which writes to its owner at once', async () => {
    const { mattermost } = await openOffice();
    const admin = apiOf(mattermost, mattermost.admin);
    const made = await admin('POST', '/bots', { username: 'helper', display_name: 'Helper', description: 'helps' });
    expect([made.status, made.body]).toMatchObject([
      201,
      { username: 'helper', owner_id: mattermost.admin.id, delete_at: 0 },
    ]);
    expect((await admin('GET', `/users/${made.body.user_id}`)).body).toMatchObject({
      is_bot: true,
      bot_description: 'helps',
      email: 'helper@localhost',
      first_name: 'Helper',
    });
    const greeting = mattermost.posts(
      mattermost.directChannel(mattermost.admin, { id: made.body.user_id, username: '', token: '' }),
    );
    expect(greeting.map(({ type }) => type)).toEqual(['add_bot_teams_channels']);
  });

  it('Ordinary users cannot create bots', async () => {
    const { mattermost, alice } = await openOffice();
    expect((await apiOf(mattermost, alice)('POST', '/bots', { username: 'helper' })).status).toBe(403);
  });

  it('Bots cannot be created when they are switched off', async () => {
    const { mattermost } = await openOffice({ config: { EnableBotAccountCreation: false } });
    const { status, body } = await apiOf(mattermost, mattermost.admin)('POST', '/bots', { username: 'helper' });
    expect([status, body.id]).toEqual([403, 'api.bot.create_disabled']);
  });

  it('Callers without the permission get the error of an unknown bot', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const { status, body } = await apiOf(mattermost, alice)('GET', `/bots/${claw.id}`);
    expect([status, body.id]).toEqual([404, 'store.sql_bot.get.missing.app_error']);
    expect((await apiOf(mattermost, mattermost.admin)('GET', `/bots/${claw.id}`)).body.username).toBe('claw');
  });

  it('A disabled bot cannot sign in, and an enabled one can with the same token', async () => {
    const { mattermost, claw } = await openOffice();
    const me = (): Promise<{ status: number }> => apiOf(mattermost, claw)('GET', '/users/me');
    claw.disable();
    expect((await me()).status).toBe(401);
    claw.enable();
    expect((await me()).status).toBe(200);
  });
});
