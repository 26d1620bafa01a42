import { describe, expect, it } from 'vitest';
import { checkForm } from '../../../src/config/check.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { credentials, withSection } from '../../support/config.ts';

const messagesOf = (section: unknown) => checkForm(section).map(problem => problem.message);
const togetherMessagesOf = (section: object) =>
  sectionProblems(withSection({ ...credentials, ...section })).map(each => each.message);

describe('An unknown key', () => {
  it('An unknown key is named, with the key that was probably meant', () => {
    expect(messagesOf({ dmPolcy: 'open' })).toEqual([
      'channels.mattermost.dmPolcy is not a known setting. Did you mean dmPolicy?',
    ]);
    expect(messagesOf({ groups: { town: { requiremention: true } } })).toEqual([
      'channels.mattermost.groups.town.requiremention is not a known setting. Did you mean requireMention?',
    ]);
  });

  it('An unknown key that exists elsewhere is named with its full path', () => {
    expect(messagesOf({ callbackPath: '/x' })).toEqual([
      'channels.mattermost.callbackPath is not a known setting. Did you mean commands.callbackPath?',
    ]);
  });

  it('An unknown key that is like no other is named alone', () => {
    expect(messagesOf({ accounts: { ops: { color: 'red' } } })).toEqual([
      'channels.mattermost.accounts.ops.color is not a known setting.',
    ]);
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'A key that every JavaScript object has is unknown too: %s',
    key => {
      expect(messagesOf(JSON.parse(`{"network": {"${key}": 1}}`))).toEqual([
        `channels.mattermost.network.${key} is not a known setting.`,
      ]);
    },
  );
});

describe('A wrong value', () => {
  it.each([
    [{ dmPolicy: 'closed' }, 'dmPolicy is "closed"; expected "pairing", "allowlist", "open" or "disabled".'],
    [{ chatmode: 'always' }, 'chatmode is "always"; expected "oncall", "onmessage" or "onchar".'],
    [{ allowFrom: '*' }, 'allowFrom is "*"; expected a list of texts or numbers.'],
    [{ allowFrom: [null] }, 'allowFrom is [null]; expected a list of texts or numbers.'],
    [{ oncharPrefixes: '>' }, 'oncharPrefixes is ">"; expected a list of texts.'],
    [{ allowBots: 'some' }, 'allowBots is "some"; expected "off", "mentions" or "all", or true or false.'],
    [{ historyLimit: 1.5 }, 'historyLimit is 1.5; expected a whole number, at least 0.'],
    [{ mediaMaxMb: 0 }, 'mediaMaxMb is 0; expected a number above 0.'],
    [{ dmChannelRetry: { maxRetries: 11 } }, 'dmChannelRetry.maxRetries is 11; expected a whole number from 0 to 10.'],
    [{ streaming: 'partial' }, 'streaming is "partial"; expected an object.'],
    [{ streaming: { progress: { label: true } } }, 'streaming.progress.label is true; expected a text, or false.'],
    [{ commands: { native: 'yes' } }, 'commands.native is "yes"; expected true or false, or "auto".'],
    [{ groups: { town: true } }, 'groups.town is true; expected an object.'],
  ])('The message about %o is “channels.mattermost.%s”', (section, message) => {
    expect(messagesOf(section)).toEqual([`channels.mattermost.${message}`]);
  });

  it('A long value is cut off in the message', () => {
    const [message] = messagesOf({ dmPolicy: 'x'.repeat(500) });
    expect(message?.length).toBeLessThan(220);
  });

  it('A section that is not an object is reported as a whole', () => {
    expect(messagesOf('on')).toEqual(['channels.mattermost is "on"; expected an object.']);
  });
});

describe('A secret', () => {
  it('A message about a wrong secret never contains its value', () => {
    const expected = 'expected a text, or a SecretRef {source: "env" | "store" | "file" | "exec", provider, id}.';
    const wrong = [4711, ['geheim'], { token: 'geheim' }, { source: 'env', provider: 'default', id: 'geheim' }];
    for (const botToken of wrong) {
      const [message] = messagesOf({ botToken });
      expect(message).toContain(expected);
      expect(message).not.toMatch(/4711|geheim/);
    }
  });

  it('A message about a wrong address does not contain the password in it', () => {
    const [message] = togetherMessagesOf({ baseUrl: 'ftp://bot:geheim@chat.example.com' });
    expect(message).toContain('channels.mattermost.baseUrl is wrong');
    expect(message).not.toContain('geheim');
  });
});

describe('Keys that contradict each other', () => {
  it.each([
    [
      { dmPolicy: 'open', allowFrom: ['someone'] },
      'dmPolicy is "open"; then channels.mattermost.allowFrom must contain "*". Add it, or choose "pairing".',
    ],
    [
      { dmChannelRetry: { initialDelayMs: 20_000 } },
      'dmChannelRetry.initialDelayMs is 20000; expected at most channels.mattermost.dmChannelRetry.maxDelayMs, which is 10000.',
    ],
    [
      { streaming: { block: { coalesce: { minChars: 9, maxChars: 8 } } } },
      'streaming.block.coalesce.minChars is 9; expected at most channels.mattermost.streaming.block.coalesce.maxChars, which is 8.',
    ],
    [
      { baseUrl: 'chat.example.com' },
      'baseUrl is wrong: expected an address such as https://chat.example.com, got one without https://.',
    ],
    [
      { baseUrl: 'https://claw:geheim@chat.example.com' },
      'baseUrl is wrong: expected an address without a user name or password, got one with them.',
    ],
    ...[
      'https://chat.example.com/lab/channels/ops',
      'https://chat.example.com/lab/messages/@alice',
      'https://chat.example.com/lab/pl/q9pq1uu3n7rpjp8qjsax8ojjgr',
      'https://chat.example.com/signup_user_complete/?id=abc',
      'https://chat.example.com/login',
    ].map((baseUrl): [object, string] => [
      { baseUrl },
      'baseUrl is the address of a page; expected that of the server: https://chat.example.com.',
    ]),
    [
      { baseUrl: 'https://example.com/chat/lab/channels/ops' },
      'baseUrl is the address of a page; expected that of the server: https://example.com/chat.',
    ],
    [
      { commands: { callbackPath: ' plugins/x' } },
      'commands.callbackPath is " plugins/x"; expected another path: with a path that begins with /plugins, Mattermost ' +
        'hands over the session token of whoever clicks.',
    ],
    [
      { commands: { callbackUrl: '/hook' } },
      'commands.callbackUrl is "/hook"; expected an address that begins with http:// or https://.',
    ],
  ])('The message about keys together, %o, is “channels.mattermost.%s”', (section, message) => {
    expect(togetherMessagesOf(section)).toEqual([`channels.mattermost.${message}`]);
  });

  it('A contradiction is reported at the path of the key: in the account, or in the section if it is inherited', () => {
    const accounts = { ops: { dmPolicy: 'open' } };
    expect(togetherMessagesOf({ accounts })[0]).toMatch(/^channels\.mattermost\.accounts\.ops\.dmPolicy is "open"/);
    expect(togetherMessagesOf({ accounts: { ops: {} }, dmPolicy: 'open' })).toEqual([
      'channels.mattermost.dmPolicy is "open"; then channels.mattermost.allowFrom must contain "*". Add it, or choose "pairing".',
      'channels.mattermost.dmPolicy is "open"; then channels.mattermost.accounts.ops.allowFrom must contain "*". Add it, or choose "pairing".',
    ]);
  });

  it('An account can inherit the key that makes its own key valid', () => {
    expect(togetherMessagesOf({ allowFrom: ['*'], accounts: { ops: { dmPolicy: 'open' } } })).toEqual([]);
  });
});
