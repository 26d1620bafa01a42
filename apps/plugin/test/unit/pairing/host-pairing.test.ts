import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { describe, expect, it } from 'vitest';
import { createHostPairingStore } from '../../../src/pairing/store.ts';

const alice = { senderId: 'q9pq1uu3n7rpjp8qjsax8ojjgr', username: 'alice' };

type Pairing = PluginRuntime['channel']['pairing'];
type Upsert = Parameters<Pairing['upsertPairingRequest']>[0];

/** The part of the host's runtime that pairing reads, with what it was asked. */
function setUp() {
  const asked: Upsert[] = [];
  let created = true;
  const pairing = {
    upsertPairingRequest: async (request: Upsert) => {
      asked.push(request);
      const result = { code: asked.length > 3 ? '' : 'ABCD2345', created };
      created = false;
      return result;
    },
    readAllowFromStore: async ({ accountId }: { accountId: string }) => [`${accountId}-friend`],
    buildPairingReply: ({ idLine, code }: { idLine: string; code: string }) => `${idLine} / ${code}`,
  };
  const core = { channel: { pairing } } as unknown as Pick<PluginRuntime, 'channel'>;
  return { store: createHostPairingStore(core, 'Ops'), asked };
}

describe('the host’s pairing store', () => {
  it('gives a code for the account, with the person’s id and name, and says whether it was posted', async () => {
    const { store, asked } = setUp();
    const texts: string[] = [];
    const result = await store.ask(alice, async text => void texts.push(text));
    expect(result).toEqual({ created: true, posted: true });
    expect(texts[0]).toContain(`Your Mattermost user id: ${alice.senderId}`);
    expect(texts[0]).toContain('ABCD2345');
    expect(asked[0]).toMatchObject({
      channel: 'mattermost',
      accountId: 'ops',
      id: alice.senderId,
      meta: { name: 'alice' },
    });
  });

  it('says that a code could not be posted', async () => {
    const { store } = setUp();
    expect(await store.ask(alice, async () => Promise.reject(new Error('away')))).toEqual({
      created: true,
      posted: false,
    });
  });

  it('posts nothing for somebody who waits already, and has the text again when it is asked for', async () => {
    const { store } = setUp();
    await store.ask(alice, async () => {});
    expect(await store.ask(alice, async () => expect.fail('posted twice'))).toEqual({ created: false, posted: false });
    expect(await store.textAgain(alice)).toBe(`Your Mattermost user id: ${alice.senderId} / ABCD2345`);
    expect(await store.textAgain(alice)).toBeUndefined();
  });

  it('knows who was approved for this account', async () => {
    expect(await setUp().store.approved()).toEqual(['ops-friend']);
  });
});
