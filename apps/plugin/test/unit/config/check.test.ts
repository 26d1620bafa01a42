import { describe, expect, it } from 'vitest';
import { checkForm } from '../../../src/config/check.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { at, credentials } from '../../support/sections.ts';

const told = (section: unknown) => checkForm(section).map(problem => problem.message);
const toldTogether = (section: object) => sectionProblems(at({ ...credentials, ...section })).map(each => each.message);

describe('a key that is not known', () => {
  it('is named, with the one that was probably meant', () => {
    expect(told({ dmPolcy: 'open' })).toEqual([
      'channels.mattermost.dmPolcy is no key that is known. Did you mean dmPolicy?',
    ]);
    expect(told({ groups: { town: { requiremention: true } } })).toEqual([
      'channels.mattermost.groups.town.requiremention is no key that is known. Did you mean requireMention?',
    ]);
  });

  it('is named with the object in which it belongs', () => {
    expect(told({ callbackPath: '/x' })).toEqual([
      'channels.mattermost.callbackPath is no key that is known. Did you mean commands.callbackPath?',
    ]);
  });

  it('is named alone when nothing is near', () => {
    expect(told({ accounts: { ops: { color: 'red' } } })).toEqual([
      'channels.mattermost.accounts.ops.color is no key that is known.',
    ]);
  });

  it.each(['constructor', 'toString', '__proto__'])('is not taken for what every object has: %s', key => {
    expect(told(JSON.parse(`{"network": {"${key}": 1}}`))).toEqual([
      `channels.mattermost.network.${key} is no key that is known.`,
    ]);
  });
});

describe('a wrong value', () => {
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
  ])('%o is told with what was expected', (section, message) => {
    expect(told(section)).toEqual([`channels.mattermost.${message}`]);
  });

  it('is cut off when it is long', () => {
    const [message] = told({ dmPolicy: 'x'.repeat(500) });
    expect(message?.length).toBeLessThan(220);
  });

  it('is told of the section as a whole', () => {
    expect(told('on')).toEqual(['channels.mattermost is "on"; expected an object.']);
  });
});

describe('a secret', () => {
  it('is never shown, whatever it is', () => {
    const expected = 'expected a text, or a SecretRef {source: "env" | "store" | "file" | "exec", provider, id}.';
    const wrong = [4711, ['geheim'], { token: 'geheim' }, { source: 'env', provider: 'default', id: 'geheim' }];
    for (const botToken of wrong) {
      const [message] = told({ botToken });
      expect(message).toContain(expected);
      expect(message).not.toMatch(/4711|geheim/);
    }
  });

  it('does not stand in an address that is refused', () => {
    const [message] = toldTogether({ baseUrl: 'ftp://bot:geheim@chat.example.com' });
    expect(message).toContain('channels.mattermost.baseUrl is "ftp://…@chat.example.com"');
  });
});

describe('keys that do not go together', () => {
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
      'baseUrl is "chat.example.com"; expected an address such as https://chat.example.com.',
    ],
    [{ commands: { callbackPath: 'hook' } }, 'commands.callbackPath is "hook"; expected a path that begins with "/".'],
    [
      { commands: { callbackUrl: '/hook' } },
      'commands.callbackUrl is "/hook"; expected an address that begins with http:// or https://.',
    ],
  ])('%o is told with the rule', (section, message) => {
    expect(toldTogether(section)).toEqual([`channels.mattermost.${message}`]);
  });

  it('is told with the account, where it stands there, and with the section, where it is inherited', () => {
    const accounts = { ops: { dmPolicy: 'open' } };
    expect(toldTogether({ accounts })[0]).toMatch(/^channels\.mattermost\.accounts\.ops\.dmPolicy is "open"/);
    expect(toldTogether({ accounts: { ops: {} }, dmPolicy: 'open' })).toEqual([
      'channels.mattermost.dmPolicy is "open"; then channels.mattermost.allowFrom must contain "*". Add it, or choose "pairing".',
      'channels.mattermost.dmPolicy is "open"; then channels.mattermost.accounts.ops.allowFrom must contain "*". Add it, or choose "pairing".',
    ]);
  });

  it('is fine where an account inherits what completes it', () => {
    expect(toldTogether({ allowFrom: ['*'], accounts: { ops: { dmPolicy: 'open' } } })).toEqual([]);
  });
});
