import { readdirSync, readFileSync } from 'node:fs';
import { reasons } from '@clawmost/mm-policy';
import { describe, expect, it } from 'vitest';
import { explainCode, hasSentence } from '../../../src/cli/code-sentences.ts';

const place = { channelId: 'town', section: 'channels.mattermost.accounts.ops' };

/** How the sources write the code of a decision or of an outcome. */
const written = [
  /(?:outcome|act): '\w+', code: '([\w-]+)'/g,
  /silent: '([\w-]+)'/g,
  /settle\('\w+', '([\w-]+)'\)/g,
  /end\(request, '\w+', '([\w-]+)'\)/g,
  /(?:ended|silent|withdraw|noteChange)\(\w+, '([\w-]+)'\)/g,
  /state: 'settled', outcome: 'silent', code: '([\w-]+)'/g,
  /: '(pairing-[\w-]+)'/g,
];

/** Types whose members are codes, and the constants of `turns/outcome.ts`. */
const declared = [
  /type (?:RefusalCode|DropCode|Withdrawal) =([\s\S]*?)(?:'|Withdrawal);\n/g,
  /class GoneError[\s\S]*?readonly code: ([^;]*);/g,
  /\/\*\*[^/]*The code of [^/]*\*\/\n(?:export )?const \w+ = ([^;]*);/g,
];

/** Every code in the sources of a folder. */
function codesIn(folder: string): string[] {
  const base = new URL(`../../../../../${folder}/`, import.meta.url);
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  return files.flatMap(file => {
    const text = readFileSync(new URL(file.replaceAll('\\', '/'), base), 'utf8');
    const lists = declared.flatMap(pattern => [...text.matchAll(pattern)].map(([, list = '']) => list));
    return [
      ...written.flatMap(pattern => [...text.matchAll(pattern)].map(([, code = '']) => code)),
      ...lists.flatMap(list => [...list.matchAll(/'([\w-]+)(?:'|$)/g)].map(([, code = '']) => code)),
    ];
  });
}

const rooms = ['messages', 'pairing', 'recovery', 'turns', 'answers'].map(room => `apps/plugin/src/${room}`);
const parts = ['ledger', 'queue'].map(part => `packages/mm-inbox/src/${part}`);
const codes = [...new Set([...[...rooms, ...parts].flatMap(codesIn), ...reasons])].sort();

describe('The sentences of `openclaw mattermost explain`', () => {
  it('The search finds codes of every kind in the sources', () => {
    const some = [
      ...['delivered', 'steered', 'queued', 'collected', 'debounced', 'agent-silent', 'send-policy', 'session-busy'],
      ...['stopped', 'interrupted', 'prompt-deleted', 'deleted', 'dropped', 'gave-up', 'own-post', 'command-silent'],
      ...['channel-gone', 'author-gone', 'thread-gone', 'may-not-post', 'answered-by-another-plugin', 'no-answer'],
      ...['pairing-code-posted', 'pairing-too-many', 'host-dropped', 'delivered-in-part', 'not-mentioned'],
    ];
    expect(some.filter(code => !codes.includes(code))).toEqual([]);
  });

  it.each(codes)('The code %s has a sentence', code => {
    expect(hasSentence(code)).toBe(true);
    expect(explainCode(code, place)).toMatch(/^[A-Z].*[.?)]$/);
  });

  it('A silence is explained with the setting that would change it, at the path of the account', () => {
    expect(explainCode('not-mentioned', place)).toContain(
      'channels.mattermost.accounts.ops.groups.town.requireMention: set it to false',
    );
  });

  it('Codes of OpenClaw and of other releases have a sentence that says whose they are', () => {
    expect(explainCode('dm_policy_disabled', place)).toContain("OpenClaw's own rules");
    expect(explainCode('from-the-future', place)).toContain('another one wrote it');
    expect(hasSentence('from-the-future')).toBe(false);
  });
});
