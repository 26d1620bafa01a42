import { hasWildcard, isUserId, normalizeAllowEntry } from './allow-list.ts';
import { type PolicyRules, resolveRules } from './rules.ts';
import type { AllowList, PolicySettings, PolicySurroundings } from './settings.ts';

/** A setting that is allowed and probably does not do what was meant. */
export interface SettingWarning {
  /** The setting, below the account's section. */
  readonly setting: string;
  /** What it does, and what to do instead. */
  readonly message: string;
}

/**
 * Finds settings that are allowed and probably do not do what was meant: entries that match no sender, keys that match no
 * channel, and lists that open more than they seem to.
 *
 * @throws TypeError as `resolveRules` does
 */
export function lintSettings(settings: PolicySettings, around: PolicySurroundings = {}): SettingWarning[] {
  const rules = resolveRules(settings, around);
  const warnings = [
    ...lintList('allowFrom', settings.allowFrom, rules),
    ...lintList('groupAllowFrom', settings.groupAllowFrom, rules),
  ];
  for (const [id, group] of Object.entries(settings.groups ?? {})) {
    const setting = `groups[${JSON.stringify(id)}]`;
    if (id !== '*' && !isUserId(id)) {
      warnings.push({ setting, message: 'matches no channel: use the id of the channel, or "*"' });
    }
    warnings.push(...lintList(`${setting}.allowFrom`, group?.allowFrom, rules));
  }
  if (rules.dmPolicy === 'open' && !hasWildcard(rules.allowFrom)) {
    warnings.push({ setting: 'dmPolicy', message: '"open" admits only the list: add "*" to allowFrom' });
  }
  const { groupPolicy, groupAllowFromSource } = rules;
  if (groupPolicy === 'allowlist' && groupAllowFromSource === 'allowFrom' && rules.allowFrom.length > 0) {
    const who = hasWildcard(rules.allowFrom) ? 'everyone' : 'the people of allowFrom';
    const message = `is empty, so ${who} may wake the bot in channels too: list the people for channels`;
    warnings.push({ setting: 'groupAllowFrom', message });
  }
  return warnings;
}

function lintList(setting: string, list: AllowList | undefined, rules: PolicyRules): SettingWarning[] {
  return (list ?? []).flatMap(entry => {
    const problem = problemOf(String(entry).trim(), rules);
    return problem === undefined ? [] : [{ setting, message: `${JSON.stringify(entry)} ${problem}` }];
  });
}

function problemOf(entry: string, { accessGroups, allowWebhooks, nameMatching }: PolicyRules): string | undefined {
  const name = normalizeAllowEntry(entry);
  if (entry === '*' || isUserId(name)) return undefined;
  const group = /^accessGroup:(.*)$/s.exec(entry)?.[1]?.trim();
  if (group !== undefined) {
    return Object.hasOwn(accessGroups, group) ? undefined : 'matches no sender: the access group is not defined';
  }
  if (name.startsWith('webhook:')) return allowWebhooks ? undefined : 'has no effect without allowWebhooks';
  if (name === '' || name.includes(':'))
    return 'matches no sender: write user:<id>, accessGroup:<name> or webhook:<title>';
  return nameMatching
    ? 'is a username, which can pass to another person: use the id'
    : 'matches no sender: usernames count only with dangerouslyAllowNameMatching. Use the id';
}
