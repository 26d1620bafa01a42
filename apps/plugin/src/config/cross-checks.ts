import { leadsToPlugins } from '@clawmost/mm-hmac-buttons';
import type { Problem } from './check.ts';
import type { AccountConfig } from './schema.ts';
import { addressProblem } from './server-address.ts';
import { slashPathOf } from './slash-path.ts';

/** What must hold between the keys of one account, inheritance applied. `at` names a key's place. */
export function checkTogether(config: AccountConfig, at: (key: string) => string): Problem[] {
  return [
    ...checkOpen(config, at),
    ...checkRetry(config, at),
    ...checkBlocks(config, at),
    ...checkServer(config, at),
    ...checkCallbacks(config, at),
  ];
}

type At = (key: string) => string;

function problem(path: string, rest: string): Problem {
  return { path, message: `${path} ${rest}` };
}

function checkOpen({ dmPolicy, allowFrom = [] }: AccountConfig, at: At): Problem[] {
  if (dmPolicy !== 'open' || allowFrom.some(entry => String(entry).trim() === '*')) return [];
  const needed = `is "open"; then ${at('allowFrom')} must contain "*".`;
  return [problem(at('dmPolicy'), `${needed} Add it, or choose "pairing".`)];
}

function checkRetry({ dmChannelRetry: retry }: AccountConfig, at: At): Problem[] {
  const { initialDelayMs = 1_000, maxDelayMs = 10_000 } = retry ?? {};
  if (initialDelayMs <= maxDelayMs) return [];
  const most = `${at('dmChannelRetry.maxDelayMs')}, which is ${maxDelayMs}`;
  return [problem(at('dmChannelRetry.initialDelayMs'), `is ${initialDelayMs}; expected at most ${most}.`)];
}

function checkBlocks({ streaming }: AccountConfig, at: At): Problem[] {
  const { minChars, maxChars } = streaming?.block?.coalesce ?? {};
  if (minChars === undefined || maxChars === undefined || minChars <= maxChars) return [];
  const most = `${at('streaming.block.coalesce.maxChars')}, which is ${maxChars}`;
  return [problem(at('streaming.block.coalesce.minChars'), `is ${minChars}; expected at most ${most}.`)];
}

function checkServer({ baseUrl }: AccountConfig, at: At): Problem[] {
  if (baseUrl === undefined || baseUrl.trim() === '') return [];
  const wrong = addressProblem(baseUrl);
  return wrong === undefined ? [] : [problem(at('baseUrl'), wrong)];
}

function checkCallbacks({ baseUrl = '', commands = {}, interactions = {} }: AccountConfig, at: At): Problem[] {
  const { callbackPath, callbackUrl } = commands;
  const subPath = isWebAddress(baseUrl) ? pathOf(baseUrl) : '';
  const problems: Problem[] = [];
  if (callbackPath !== undefined) problems.push(...checkPath(callbackPath, subPath, at('commands.callbackPath')));
  if (callbackUrl !== undefined) problems.push(...checkAddress(callbackUrl, subPath, at('commands.callbackUrl')));
  const base = interactions.callbackBaseUrl;
  if (base !== undefined) problems.push(...checkAddress(base, subPath, at('interactions.callbackBaseUrl')));
  return problems;
}

const trap = 'with a path that begins with /plugins, Mattermost hands over the session token of whoever clicks.';

function checkPath(path: string, subPath: string, where: string): Problem[] {
  const shown = JSON.stringify(path);
  return leadsToPlugins(slashPathOf(path), subPath)
    ? [problem(where, `is ${shown}; expected another path: ${trap}`)]
    : [];
}

function checkAddress(address: string, subPath: string, where: string): Problem[] {
  const shown = show(address);
  const expected = `is ${shown}; expected an address that begins with http:// or https://.`;
  if (!isWebAddress(address)) return [problem(where, expected)];
  return leadsToPlugins(pathOf(address), subPath)
    ? [problem(where, `is ${shown}; expected another path: ${trap}`)]
    : [];
}

/** The path of an address as it is written: `new URL` would resolve dots and backslashes. */
function pathOf(address: string): string {
  return /^[a-z]+:\/\/[^/?#\\]*([^?#]*)/i.exec(address.trim())?.[1] ?? '/';
}

/** An address may carry a password, which is not for logs. */
function show(address: string): string {
  return JSON.stringify(address.replace(/\/\/[^/?#]*@/, '//…@'));
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address.trim()) && URL.canParse(address.trim());
}
