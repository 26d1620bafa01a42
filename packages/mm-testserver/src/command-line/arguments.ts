import { parseArgs } from 'node:util';
import { type MattermostVersion, newestVersion } from '../traits.ts';
import { differences } from '../versions.ts';

/** The command line was used wrongly; the message says how to use it. */
export class UsageError extends Error {}

/** What the command line asks for. */
export interface Arguments {
  readonly port: number;
  readonly version: MattermostVersion;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws {UsageError} that names the wrong argument. */
export function readArguments(args: readonly string[]): Arguments {
  const { port, 'server-version': version, json = false, help = false } = parse(args);
  return { port: portOf(port), version: versionOf(version), json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8065' },
        'server-version': { type: 'string', default: newestVersion },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}; see --help`);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port is ${text}; it must be a number from 0 to 65535`);
}

function versionOf(text: string): MattermostVersion {
  const versions = Object.keys(differences.release) as MattermostVersion[];
  const version = versions.find(one => one === text);
  if (version) return version;
  throw new UsageError(`--server-version is ${text}; it must be one of ${versions.join(', ')}`);
}
