import { resolveRules, rulesForChannel } from '@clawmost/mm-policy';
import { describe, expect, it } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { catchUpLimits } from '../../../src/config/catch-up.ts';
import { channelSettings, groupPolicyInForce, warnOfMissingSection } from '../../../src/config/channel-settings.ts';
import { checkForm } from '../../../src/config/check.ts';
import { contextSettings } from '../../../src/config/context.ts';
import { policySettings, policySurroundings } from '../../../src/config/policy.ts';
import type { ChannelConfig } from '../../../src/config/schema.ts';
import { withSection } from '../../support/config.ts';

/** The rules of the policy with these settings. */
function rules(section: ChannelConfig) {
  const cfg = withSection(section);
  return resolveRules(policySettings(cfg, resolveAccount(cfg)), policySurroundings(cfg));
}

const refused = (section: object) =>
  checkForm(section).map(problem => problem.path.replace('channels.mattermost.', ''));
const accepted = (section: ChannelConfig) => expect(checkForm(section)).toEqual([]);

describe('Who may talk to the bot', () => {
  it('dmPolicy: the policy is pairing unless it is set', () => {
    expect(rules({}).dmPolicy).toBe('pairing');
    expect(rules({ dmPolicy: 'disabled' }).dmPolicy).toBe('disabled');
    expect(refused({ dmPolicy: 'everyone' })).toEqual(['dmPolicy']);
  });

  it('allowFrom: the list is empty unless it is set, and takes texts and numbers', () => {
    expect(rules({}).allowFrom).toEqual([]);
    expect(rules({ allowFrom: ['user:x', 7] }).allowFrom).toEqual(['user:x', 7]);
    expect(refused({ allowFrom: [{}] })).toEqual(['allowFrom']);
  });

  it('groupPolicy: the section’s own policy counts, then channels.defaults.groupPolicy, then allowlist', () => {
    const defaults = { groupPolicy: 'open' as const };
    const inForce = (section: object | undefined, shared?: typeof defaults) => {
      const cfg = { channels: { ...(section && { mattermost: section }), ...(shared && { defaults: shared }) } };
      return groupPolicyInForce(cfg, resolveAccount(cfg));
    };
    expect(inForce({ groupPolicy: 'disabled' }, defaults)).toEqual({ groupPolicy: 'disabled', sectionMissing: false });
    expect(inForce({}, defaults)).toEqual({ groupPolicy: 'open', sectionMissing: false });
    expect(inForce({})).toEqual({ groupPolicy: 'allowlist', sectionMissing: false });
    expect(inForce(undefined, defaults)).toEqual({ groupPolicy: 'allowlist', sectionMissing: true });
  });

  it('A missing section is logged once per account, because it shuts all channels', () => {
    const lines: string[] = [];
    const account = { ...resolveAccount({}), accountId: 'without-section' };
    const warn = (cfg: object) => warnOfMissingSection(cfg, account, line => lines.push(line));
    expect([warn(withSection({})), warn({}), warn({})]).toEqual([false, true, false]);
    expect(lines).toEqual([
      expect.stringContaining('channels.mattermost is missing; defaulting groupPolicy to "allowlist"'),
    ]);
  });

  it('groupAllowFrom: the list is allowFrom unless it is set', () => {
    expect(rules({ allowFrom: ['a'] }).groupAllowFrom).toEqual(['a']);
    expect(rules({ allowFrom: ['a'], groupAllowFrom: ['b'] }).groupAllowFrom).toEqual(['b']);
  });

  it('dangerouslyAllowNameMatching: usernames do not count unless it is set', () => {
    expect(rules({}).nameMatching).toBe(false);
    expect(rules({ dangerouslyAllowNameMatching: true }).nameMatching).toBe(true);
  });

  it('allowBots: other bots do not wake the bot unless it is set; true means all, false means off', () => {
    expect(rules({}).allowBots).toBe('off');
    expect(rules({ allowBots: true }).allowBots).toBe('all');
    expect(rules({ allowBots: false }).allowBots).toBe('off');
    expect(rules({ allowBots: 'mentions' }).allowBots).toBe('mentions');
    expect(refused({ allowBots: 'some' })).toEqual(['allowBots']);
  });

  it('allowWebhooks: webhooks do not wake the bot unless it is set', () => {
    expect(rules({}).allowWebhooks).toBe(false);
    expect(rules({ allowWebhooks: true }).allowWebhooks).toBe(true);
  });
});

describe('When the bot answers', () => {
  it('chatmode: the mode is oncall unless it is set, and counts before requireMention', () => {
    expect(rules({})).toMatchObject({ chatmode: 'oncall', requireMention: true });
    expect(rules({ chatmode: 'onmessage', requireMention: true }).requireMention).toBe(false);
    expect(refused({ chatmode: 'never' })).toEqual(['chatmode']);
  });

  it('oncharPrefixes: the prefixes are > and ! unless it is set, also when the list is empty', () => {
    expect(rules({ chatmode: 'onchar' }).prefixes).toEqual(['>', '!']);
    expect(rules({ chatmode: 'onchar', oncharPrefixes: [] }).prefixes).toEqual(['>', '!']);
    expect(rules({ chatmode: 'onchar', oncharPrefixes: ['?'] }).prefixes).toEqual(['?']);
  });

  it('requireMention: the key counts when chatmode is not set', () => {
    expect(rules({ requireMention: false }).requireMention).toBe(false);
  });

  it('channelMentions: @all, @channel and @here do not mention the bot unless it is set', () => {
    expect(rules({}).channelMentions).toBe(false);
    expect(rules({ channelMentions: true }).channelMentions).toBe(true);
  });

  it('implicitMentions.threadParticipation: the bot continues in its threads unless it is false', () => {
    expect(rules({}).threadParticipation).toBe(true);
    expect(rules({ implicitMentions: { threadParticipation: false } }).threadParticipation).toBe(false);
  });

  it('implicitMentions.replyToBot: the policy gets it as it is written', () => {
    expect(rules({}).replyToBot).toBe(true);
    expect(rules({ implicitMentions: { replyToBot: false } }).replyToBot).toBe(false);
  });

  it('implicitMentions: each key is read from the account, then the section, then channels.defaults', () => {
    const participation = (section: ChannelConfig, accountId: string, shared?: boolean) => {
      const defaults = { implicitMentions: { threadParticipation: shared } };
      const cfg = { channels: { mattermost: section, ...(shared !== undefined && { defaults }) } };
      return resolveRules(policySettings(cfg, resolveAccount(cfg, accountId)), policySurroundings(cfg))
        .threadParticipation;
    };
    const ops = { implicitMentions: { replyToBot: false } };
    expect(participation({ accounts: { ops } }, 'ops')).toBe(true);
    expect(participation({ accounts: { ops } }, 'ops', false)).toBe(false);
    const section = { implicitMentions: { threadParticipation: true }, accounts: { ops } };
    expect(participation(section, 'ops', false)).toBe(true);
    const own = { ...section, accounts: { ops: { implicitMentions: { threadParticipation: false } } } };
    expect(participation(own, 'ops')).toBe(false);
    expect(participation(own, 'default')).toBe(true);
  });

  it('implicitMentions.quotedBot: a link to a post of the bot wakes it only if it is true', () => {
    expect(rules({}).quotedBot).toBe(false);
    expect(rules({ implicitMentions: { quotedBot: true } }).quotedBot).toBe(true);
  });

  it('groups.<id>.answer: the policy gets it as it is written', () => {
    const groups = { town: { answer: 'roots' as const } };
    expect(rulesForChannel(rules({ groups }), 'town', 'channel')).toMatchObject({
      answersRoots: true,
      replyToMode: 'all',
    });
    expect(refused({ groups: { town: { answer: 'some' } } })).toEqual(['groups.town.answer']);
  });

  it('replyToMode: answers start no threads unless it is set', () => {
    expect(rules({}).replyToMode).toBe('off');
    expect(rules({ replyToMode: 'all' }).replyToMode).toBe('all');
    expect(refused({ replyToMode: 'always' })).toEqual(['replyToMode']);
  });

  it('replyToModeByChatType.direct, replyToModeByChatType.group, replyToModeByChatType.channel: the policy gets them as they are written', () => {
    const replyToModeByChatType = { direct: 'first', group: 'all', channel: 'off' } as const;
    expect(rules({ replyToModeByChatType }).replyToModeByChatType).toEqual(replyToModeByChatType);
    expect(refused({ replyToModeByChatType: { thread: 'all' } })).toEqual(['replyToModeByChatType.thread']);
  });
});

describe('The settings of one channel', () => {
  const settings = (groups: ChannelConfig['groups'], id = 'town') => channelSettings({ config: { groups } }, id);

  it('groups.<id>.enabled, groups.<id>.requireMention, groups.<id>.allowFrom, groups.<id>.replyToMode: the policy gets them as they are written', () => {
    const groups = { town: { enabled: false, requireMention: false, allowFrom: ['a'], replyToMode: 'all' as const } };
    expect(rules({ groups }).groups).toEqual(groups);
    expect(refused({ groups: { town: { enabled: 'no' } } })).toEqual(['groups.town.enabled']);
  });

  it('groups.<id>.agentId: the channel’s own agent counts, then that of "*"; an empty text does not count', () => {
    expect(settings({ '*': { agentId: 'all' }, town: { agentId: 'helper' } }).agentId).toBe('helper');
    expect(settings({ '*': { agentId: 'all' }, town: { enabled: true } }).agentId).toBe('all');
    expect(settings({ town: { agentId: ' ' } }).agentId).toBeUndefined();
    expect(settings(undefined).agentId).toBeUndefined();
  });

  it('groups.<id>.systemPrompt: the channel’s own instructions count, then those of "*"', () => {
    expect(settings({ '*': { systemPrompt: 'Be brief.' } }).systemPrompt).toBe('Be brief.');
    expect(settings({ '*': { systemPrompt: 'Be brief.' }, town: { systemPrompt: 'Be kind.' } }).systemPrompt).toBe(
      'Be kind.',
    );
  });

  it('groups.<id>.skills: only the listed skills are allowed, none with an empty list, all without a list', () => {
    expect(settings({ town: { skills: ['search'] } }).skills).toEqual(['search']);
    expect(settings({ '*': { skills: ['search'] }, town: { skills: [] } }).skills).toEqual([]);
    expect(settings({}).skills).toBeUndefined();
  });

  it('A channel id that is the name of a property of every object has no settings', () => {
    expect(settings({}, 'constructor')).toEqual({ agentId: undefined, systemPrompt: undefined, skills: undefined });
  });
});

describe('The limits of a catch-up', () => {
  it('catchUp.maxAgeMs, catchUp.maxPostsPerChannel, catchUp.maxPosts: the limits are 24 hours, 1,000 and 10,000 posts unless they are set', () => {
    expect(catchUpLimits({ config: {} })).toEqual({
      maxAgeMs: 86_400_000,
      maxPostsPerChannel: 1_000,
      maxPosts: 10_000,
    });
    const given = { maxAgeMs: 0, maxPostsPerChannel: 5, maxPosts: 6 };
    expect(catchUpLimits({ config: { catchUp: given } })).toEqual(given);
    expect(refused({ catchUp: { maxAgeMs: -1 } })).toEqual(['catchUp.maxAgeMs']);
  });
});

describe('Keys that OpenClaw reads, or that have no effect yet', () => {
  it('contextVisibility: the account’s own value counts, then channels.defaults.contextVisibility, then all', () => {
    const visibility = (section: ChannelConfig, shared?: 'allowlist') => {
      const channels = { mattermost: section, ...(shared && { defaults: { contextVisibility: shared } }) };
      return contextSettings({ channels }, resolveAccount({ channels }), 'ops').visibility;
    };
    expect(visibility({})).toBe('all');
    expect(visibility({}, 'allowlist')).toBe('allowlist');
    expect(visibility({ contextVisibility: 'allowlist_quote' }, 'allowlist')).toBe('allowlist_quote');
  });

  it('contextVisibility: its three values are accepted', () => {
    accepted({ contextVisibility: 'allowlist_quote' });
    expect(refused({ contextVisibility: 'none' })).toEqual(['contextVisibility']);
  });

  it('configWrites: true and false are accepted', () => {
    accepted({ configWrites: false });
    expect(refused({ configWrites: 'no' })).toEqual(['configWrites']);
  });

  it('dmChannelRetry.maxRetries, dmChannelRetry.initialDelayMs, dmChannelRetry.maxDelayMs, dmChannelRetry.timeoutMs: values within the bounds are accepted', () => {
    accepted({ dmChannelRetry: { maxRetries: 0, initialDelayMs: 100, maxDelayMs: 1_000, timeoutMs: 5_000 } });
    accepted({ dmChannelRetry: { maxRetries: 10, initialDelayMs: 60_000, maxDelayMs: 60_000, timeoutMs: 120_000 } });
    expect(refused({ dmChannelRetry: { maxRetries: -1 } })).toEqual(['dmChannelRetry.maxRetries']);
    expect(refused({ dmChannelRetry: { initialDelayMs: 99 } })).toEqual(['dmChannelRetry.initialDelayMs']);
    expect(refused({ dmChannelRetry: { maxDelayMs: 60_001 } })).toEqual(['dmChannelRetry.maxDelayMs']);
    expect(refused({ dmChannelRetry: { timeoutMs: 4_999 } })).toEqual(['dmChannelRetry.timeoutMs']);
  });

  it('streaming.notify: only the listed values are accepted', () => {
    accepted({ streaming: { notify: 'final' } });
    expect(refused({ streaming: { notify: 'never' } })).toEqual(['streaming.notify']);
  });

  it('streaming.mode, streaming.chunkMode: only the listed values are accepted', () => {
    accepted({ streaming: { mode: 'progress', chunkMode: 'newline' } });
    expect(refused({ streaming: { mode: 'live' } })).toEqual(['streaming.mode']);
    expect(refused({ streaming: { chunkMode: 'word' } })).toEqual(['streaming.chunkMode']);
  });

  it('streaming.preview.toolProgress, streaming.preview.commandText: only the listed values are accepted', () => {
    accepted({ streaming: { preview: { toolProgress: false, commandText: 'raw' } } });
    expect(refused({ streaming: { preview: { commandText: 'all' } } })).toEqual(['streaming.preview.commandText']);
  });

  it('streaming.progress.label, streaming.progress.labels: texts are accepted, and false for no title', () => {
    accepted({ streaming: { progress: { label: false, labels: ['Working'] } } });
    expect(refused({ streaming: { progress: { label: true } } })).toEqual(['streaming.progress.label']);
  });

  it('streaming.progress.maxLines, streaming.progress.maxLineChars: numbers from 1 are accepted', () => {
    accepted({ streaming: { progress: { maxLines: 1, maxLineChars: 1 } } });
    expect(refused({ streaming: { progress: { maxLines: 0 } } })).toEqual(['streaming.progress.maxLines']);
  });

  it('streaming.progress.toolProgress, streaming.progress.commandText: only the listed values are accepted', () => {
    accepted({ streaming: { progress: { toolProgress: true, commandText: 'status' } } });
    expect(refused({ streaming: { progress: { toolProgress: 1 } } })).toEqual(['streaming.progress.toolProgress']);
  });

  it('streaming.block.enabled, streaming.block.coalesce.minChars, streaming.block.coalesce.maxChars, streaming.block.coalesce.idleMs: numbers within the bounds are accepted', () => {
    accepted({ streaming: { block: { enabled: true, coalesce: { minChars: 1, maxChars: 2, idleMs: 0 } } } });
    expect(refused({ streaming: { block: { coalesce: { idleMs: -1 } } } })).toEqual([
      'streaming.block.coalesce.idleMs',
    ]);
  });

  it('textChunkLimit: numbers from 1 are accepted', () => {
    accepted({ textChunkLimit: 1 });
    expect(refused({ textChunkLimit: 0 })).toEqual(['textChunkLimit']);
  });

  it('responsePrefix: a text is accepted, also an empty one', () => {
    accepted({ responsePrefix: '' });
    expect(refused({ responsePrefix: 1 })).toEqual(['responsePrefix']);
  });

  it('markdown.tables: only the listed values are accepted', () => {
    accepted({ markdown: { tables: 'block' } });
    expect(refused({ markdown: { tables: 'html' } })).toEqual(['markdown.tables']);
  });

  it('historyLimit: numbers from 0 are accepted', () => {
    accepted({ historyLimit: 0 });
    expect(refused({ historyLimit: -1 })).toEqual(['historyLimit']);
  });

  it('historyLimit, groups.<id>.historyLimit: the channel’s own number counts, then the account’s, then messages.groupChat.historyLimit, then 50', () => {
    const limit = (section: ChannelConfig, groupChat?: { historyLimit: number }) => {
      const cfg = { ...withSection(section), ...(groupChat && { messages: { groupChat } }) };
      return contextSettings(cfg, resolveAccount(cfg), 'ops').historyLimit;
    };
    expect(limit({})).toBe(50);
    expect(limit({}, { historyLimit: 7 })).toBe(7);
    expect(limit({ historyLimit: 6 }, { historyLimit: 7 })).toBe(6);
    expect(limit({ historyLimit: 6, groups: { '*': { historyLimit: 5 } } })).toBe(5);
    expect(limit({ groups: { ops: { historyLimit: 0 }, '*': { historyLimit: 5 } } })).toBe(0);
    expect(refused({ groups: { ops: { historyLimit: 0.5 } } })).toEqual(['groups.ops.historyLimit']);
  });

  it('groups.<id>.pins: pinned posts are not given to the agent unless it is true', () => {
    const pins = (section: ChannelConfig) =>
      contextSettings({}, resolveAccount(withSection(section)), 'ops').includesPins;
    expect([pins({}), pins({ groups: { ops: { pins: true } } })]).toEqual([false, true]);
    expect(refused({ groups: { ops: { pins: 3 } } })).toEqual(['groups.ops.pins']);
  });

  it('threadHistory: the session of a thread begins with that of the channel unless it is none', () => {
    const inherits = (section: ChannelConfig) =>
      contextSettings({}, resolveAccount(withSection(section)), 'ops').inheritsChannel;
    expect([inherits({}), inherits({ threadHistory: 'parent' }), inherits({ threadHistory: 'none' })]).toEqual([
      ...[true, true, false],
    ]);
    expect(refused({ threadHistory: 'all' })).toEqual(['threadHistory']);
  });

  it('botsInHistory: bots are part of the history unless they are switched off', () => {
    const withBots = (section: ChannelConfig) =>
      contextSettings({}, resolveAccount(withSection(section)), 'ops').includesBots;
    expect([withBots({}), withBots({ botsInHistory: false })]).toEqual([true, false]);
    expect(refused({ botsInHistory: 'no' })).toEqual(['botsInHistory']);
  });

  it('mediaMaxMb: numbers above 0 are accepted', () => {
    accepted({ mediaMaxMb: 0.5 });
    expect(refused({ mediaMaxMb: 0 })).toEqual(['mediaMaxMb']);
  });

  it('capabilities: a list of texts is accepted', () => {
    accepted({ capabilities: ['inlineButtons'] });
    expect(refused({ capabilities: { inlineButtons: true } })).toEqual(['capabilities']);
  });

  it('actions.send, actions.reply, actions.upload, actions.messages: true and false are accepted', () => {
    accepted({ actions: { send: true, reply: false, upload: true, messages: true } });
    expect(refused({ actions: { polls: true } })).toEqual(['actions.polls']);
  });

  it('actions.reactions, actions.pins, actions.edit, actions.delete: true and false are accepted', () => {
    accepted({ actions: { reactions: false, pins: true, edit: true, delete: false } });
    expect(refused({ actions: { delete: 'no' } })).toEqual(['actions.delete']);
  });

  it('actions.memberInfo, actions.channelInfo: true and false are accepted', () => {
    accepted({ actions: { memberInfo: false, channelInfo: true } });
    expect(refused({ actions: { memberInfo: 1 } })).toEqual(['actions.memberInfo']);
  });

  it('commands.native, commands.nativeSkills: true, false and auto are accepted', () => {
    accepted({ commands: { native: true, nativeSkills: 'auto' } });
    expect(refused({ commands: { native: 'on' } })).toEqual(['commands.native']);
  });

  it('commands.prefix: short prefixes that every server takes are accepted', () => {
    for (const prefix of ['', 'oc_', 'my-bot.']) accepted({ commands: { prefix } });
    for (const prefix of ['/oc', 'o c', 'ü', 'x'.repeat(33), 7]) {
      expect(refused({ commands: { prefix } })).toEqual(['commands.prefix']);
    }
  });

  it('commands.callbackPath, commands.callbackUrl: texts are accepted', () => {
    accepted({ commands: { callbackPath: '/hook', callbackUrl: 'https://gateway.example.com/hook' } });
    expect(refused({ commands: { callbackPath: true } })).toEqual(['commands.callbackPath']);
  });

  it('interactions.callbackBaseUrl, interactions.allowedSourceIps, interactions.scriptTokens: values of the right type are accepted', () => {
    accepted({
      interactions: { callbackBaseUrl: 'https://g.example.com', allowedSourceIps: ['::1'], scriptTokens: false },
    });
    expect(refused({ interactions: { scriptTokens: 'no' } })).toEqual(['interactions.scriptTokens']);
  });
});
