import { describe, expect, it } from 'vitest';
import { createTargets, parseTarget, type Target, TargetSyntaxError, type TargetsRest } from '../../src/index.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
const post = '4xp9fdt77pncbef59f4k1qe83o';
const servers = ['https://chat.example.com/lab', 'http://mattermost:8065'];
const server = 'https://chat.example.com/lab';

describe('What is a target', () => {
  it.each<[string, Target]>([
    // P2, P4, P5
    [`channel:${id}`, { kind: 'channel', id }],
    [`  Channel: ${id}  `, { kind: 'channel', id }],
    [`group:${id}`, { kind: 'channel', id }],
    [`user:${id}`, { kind: 'user', id }],
    [`USER:${id}`, { kind: 'user', id }],
    [`mattermost:${id}`, { kind: 'user', id }],
    [`mattermost: ${id}`, { kind: 'user', id }],
    [`mattermost:user:${id}`, { kind: 'user', id }],
    [`mattermost:channel:${id}`, { kind: 'channel', id }],
    [`mattermost:group:${id}`, { kind: 'channel', id }],
    ['mattermost:@alice', { kind: 'person', name: 'alice' }],
    ['mattermost:#ops', { kind: 'channel-name', name: 'ops' }],
    [id, { kind: 'id', id }],
    // P6, P7
    ['@Alice', { kind: 'person', name: 'alice' }],
    ['user:@alice', { kind: 'person', name: 'alice' }],
    ['@Alice Smith', { kind: 'person', name: 'Alice Smith' }],
    ['#general', { kind: 'channel-name', name: 'general' }],
    ['  channel: #general  ', { kind: 'channel-name', name: 'general' }],
    ['channel:off-topic', { kind: 'channel-name', name: 'off-topic' }],
    ['channel:acme/off-topic', { kind: 'channel-name', name: 'off-topic', team: 'acme' }],
    ['off-topic', { kind: 'channel-name', name: 'off-topic' }],
    // R37
    ['#Town Square', { kind: 'channel-name', name: 'Town Square' }],
    ['#Town-Square', { kind: 'channel-name', name: 'town-square' }],
    ['~town-square', { kind: 'channel-name', name: 'town-square' }],
    ['#TOWN-SQUARE', { kind: 'channel-name', name: 'town-square' }],
    ['Town Square', { kind: 'channel-name', name: 'Town Square' }],
    ['#a_b__c', { kind: 'channel-name', name: 'a_b__c' }],
    [`#${id}`, { kind: 'channel-name', name: id }],
    ['acme/ops', { kind: 'channel-name', name: 'ops', team: 'acme' }],
    ['Acme/#Dev/Ops: all', { kind: 'channel-name', name: 'Dev/Ops: all', team: 'acme' }],
    ['#Dev/Ops', { kind: 'channel-name', name: 'Dev/Ops' }],
    ['#Ops: night', { kind: 'channel-name', name: 'Ops: night' }],
    // R38
    [`channel:${id}:${post}`, { kind: 'channel', id, postId: post }],
    [`group:${id}: ${post}`, { kind: 'channel', id, postId: post }],
    [`${server}/acme/pl/${post}`, { kind: 'post', id: post, server }],
    [`${server}/acme/pl/${post}/?x=1#y`, { kind: 'post', id: post, server }],
    [`${server}/_redirect/pl/${post}`, { kind: 'post', id: post, server }],
    [`HTTP://CHAT.example.com/lab/acme/pl/${post}`, { kind: 'post', id: post, server }],
    [`http://mattermost:8065/acme/pl/${post}`, { kind: 'post', id: post, server: 'http://mattermost:8065' }],
    [`${server}/acme/channels/Ops`, { kind: 'channel-name', name: 'ops', team: 'acme', server }],
  ])('%j', (text, target) => {
    expect(parseTarget(text, { servers })).toEqual(target);
  });

  it('Without servers, a permalink of any server is a target that names the server', () => {
    const server = 'https://other.example.com/a/b';
    expect(parseTarget(`${server}/acme/pl/${post}`)).toEqual({ kind: 'post', id: post, server });
  });
});

describe('What is not a target, and where it is wrong', () => {
  it.each<[string, number, RegExp]>([
    ['', 0, /is empty\. Write channel:<id>/],
    ['   ', 3, /is empty/],
    ['#ops\nmore', 4, /line breaks/],
    ['#', 1, /the name of a channel is missing/],
    ['# #ops', 2, /one sign/],
    ['@', 1, /the name of a person is missing/],
    [`#${'x'.repeat(65)}`, 65, /at most 64 characters/],
    ['chanel:ops', 0, /"chanel:" is not a kind of target/],
    ['user:', 5, /an id has 26 characters/],
    ['user:alice', 10, /for a name write @name/],
    ['user:Alice', 5, /for a name write @name/],
    [`user:${id}x`, 31, /an id has 26 characters/],
    ['group:ops!', 9, /for a name write #name/],
    ['mattermost:alice', 16, /write the id of a person, @person or #channel/],
    [`mattermost:mattermost:${id}`, 21, /write the id of a person/],
    // R38: the second colon
    [`user:${id}:${post}`, 31, /Write channel:<id>:<post id>/],
    [`mattermost:${id}:${post}`, 37, /Write channel:<id>:<post id>/],
    [`${id}:${post}`, 26, /Write channel:<id>:<post id>/],
    [`${id}/${post}`, 26, /Write channel:<id>:<post id>/],
    [`channel:${id}:`, 35, /write the id of a post/],
    [`channel:${id}:${post}:x`, 61, /write the id of a post/],
    ['channel:ops:more', 11, /follows only a channel id/],
    // R37 and P12: never a direct channel by accident
    [`${id}__${post}`, 26, /the name of a direct channel\. Write user:<id of the other person>/],
    [`#${id}__${post}`, 27, /the name of a direct channel/],
    ['Ops: night', 0, /"Ops:" is not a kind of target.*put # first/],
    ['my team/ops', 2, /a team's name/],
    [
      `https://other.example.com/acme/pl/${post}`,
      8,
      /other\.example\.com is another server.*chat\.example\.com or mattermost:8065/,
    ],
    [`https://chat.example.com/acme/pl/${post}`, 24, /lies below \/lab\//],
    [`${server}/x/acme/pl/${post}`, 28, /not the address of a post/],
    [`${server}/acme/pl/short`, 37, /a post id with 26 characters/],
    [`${server}/acme/messages/@alice`, 43, /write @name/],
    [`${server}/acme/channels/a%20b`, 43, /Write #name/],
    [server, 28, /not the address of a post/],
    ['https://', 8, /not a web address/],
  ])('%j', (text, at, reason) => {
    const error = caught(() => parseTarget(text, { servers }));
    expect(error.message).toMatch(reason);
    expect({ text: error.text, at: error.at }).toEqual({ text, at });
  });

  it('The message counts from 1, and the pointer marks the character', () => {
    const error = caught(() => parseTarget('my team/ops'));
    expect(error.message).toBe(
      `"my team/ops" is not a target, at character 3: a team's name in addresses has a-z, 0-9 and "-". If "/" belongs to the name, put # first.`,
    );
    expect(error.pointer).toBe('my team/ops\n  ^');
    expect(error.code).toBe('syntax');
  });

  it('Nothing secret of an address is repeated', () => {
    const error = caught(() => parseTarget(`https://me:geheim@x.example.com/a/pl/${post}?token=geheim`, { servers }));
    expect(error.message).not.toContain('geheim');
    const foreign = caught(() => parseTarget(`https://x.example.com/a/pl/${post}?token=geheim`, { servers }));
    expect(foreign.code).toBe('foreign-server');
    expect(foreign.message).not.toContain('geheim');
  });

  it('A server that is not a web address is a TypeError, before any permalink comes', () => {
    const make = () => createTargets({ rest: {} as TargetsRest, servers: ['chat.example.com'] });
    expect(make).toThrow(
      new TypeError('servers: expected addresses such as https://chat.example.com, got "chat.example.com"'),
    );
  });

  it('A value that is not a text is a TypeError', () => {
    expect(() => parseTarget(7 as unknown as string)).toThrow(new TypeError('target: expected a text, got number'));
  });
});

function caught(run: () => unknown): TargetSyntaxError {
  try {
    run();
  } catch (error) {
    if (error instanceof TargetSyntaxError) return error;
    throw error;
  }
  throw new Error('expected an error');
}
