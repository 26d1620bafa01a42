import { htmlErrorPage, tooManyRequests } from '@clawmost/mm-testserver';
import { describe, expect, it } from 'vitest';
import { errorAnswer, openOffice } from '../support/office.ts';

const nobody = 'zzzzzzzzzzzzzzzzzzzzzzzzzz';

describe('A person by user name', () => {
  it.each(['@alice', '@ALICE', ' @ alice ', 'user:@alice', 'mattermost:@Alice'])('P6: %j is the person', async text => {
    const { targets, alice } = await openOffice();
    expect(await targets.resolve(text)).toEqual({ kind: 'user', id: alice.id, name: 'alice' });
  });

  it('P6: A person who was found is remembered', async () => {
    const { targets, requests } = await openOffice();
    await targets.resolve('@alice');
    await targets.resolve('@Alice');
    expect(requests()).toEqual(['GET /users/username/alice']);
  });

  it('R37: Another name of a person is only suggested: everybody can call themselves like another person', async () => {
    const { targets, addNamed } = await openOffice();
    await addNamed('mallory', { nickname: 'Boss' });
    await addNamed('asmith', { first_name: 'Alice', last_name: 'Smith' });
    await expect(targets.resolve('@Boss')).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no user @boss. Did you mean @mallory (Boss)?',
    });
    await expect(targets.resolve('@Alice Smith')).rejects.toMatchObject({
      candidates: [{ target: '@asmith', name: 'Alice Smith' }],
    });
  });

  it('A temporary failure is never taken for an unknown person', async () => {
    const { targets, alice, mattermost } = await openOffice();
    for (const answer of [htmlErrorPage(502), htmlErrorPage(404), errorAnswer(500, 'store.sql_user.get.app_error')]) {
      const fault = mattermost.faults.answer({ path: /\/users\/username\// }, answer);
      const error = await targets.resolve('@alice').catch((error: unknown) => error);
      expect(error).not.toMatchObject({ code: 'not-found' });
      expect(error).toBeInstanceOf(Error);
      fault.lift();
    }
    expect(await targets.resolve('@alice')).toMatchObject({ id: alice.id });
  });

  it('A suggestion that fails does not hide that there is no such person', async () => {
    const { targets, mattermost } = await openOffice();
    mattermost.faults.answer({ path: '/users/autocomplete' }, htmlErrorPage(502));
    await expect(targets.resolve('@nobody')).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no user @nobody.',
    });
  });
});

describe('A bare id', () => {
  it('A bare id is one of a person first, then one of a channel', async () => {
    const { targets, acme, alice, claw, requests } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    expect(await targets.resolve(alice.id)).toEqual({ kind: 'user', id: alice.id, name: 'alice' });
    expect(await targets.resolve(ops.id)).toEqual({ kind: 'channel', id: ops.id, name: 'ops' });
    await targets.resolve(ops.id);
    expect(requests()).toEqual([`GET /users/${alice.id}`, `GET /users/${ops.id}`, `GET /channels/${ops.id}`]);
  });

  it('An id of nothing is an error that says so', async () => {
    const { targets } = await openOffice();
    await expect(targets.resolve(nobody)).rejects.toMatchObject({
      code: 'not-found',
      message: `There is neither a user nor a channel with the id ${nobody}.`,
    });
  });

  it('A temporary failure is never taken for "no such user": the id is not tried as a channel', async () => {
    const { targets, alice, mattermost, requests } = await openOffice();
    for (const answer of [htmlErrorPage(503), htmlErrorPage(404), tooManyRequests(1)]) {
      const fault = mattermost.faults.answer({ path: /^\/users\// }, answer);
      await expect(targets.resolve(alice.id)).rejects.not.toMatchObject({ code: 'not-found' });
      fault.lift();
    }
    mattermost.faults.answer({ path: /^\/users\//, times: 1 }, errorAnswer(404, 'api.context.404.app_error'));
    await expect(targets.resolve(alice.id)).rejects.toMatchObject({ status: 404 });
    expect(requests(/channels/)).toEqual([]);
    expect(await targets.resolve(alice.id)).toMatchObject({ kind: 'user' });
  });
});
