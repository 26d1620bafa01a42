/** Which Mattermost a server runs. */
export interface ServerVersion {
  /** The three numbers as a text, such as `11.1.0`. */
  readonly release: string;
  /** The 11 of `11.1.0`. */
  readonly major: number;
  /** The 1 of `11.1.0`. */
  readonly minor: number;
  /** The 0 of `11.1.0`. */
  readonly patch: number;
}

/**
 * Reads a version as Mattermost writes it: `Version` of the client configuration (`11.1.0`), the header `X-Version-Id` and
 * `server_version` of the event `hello` (`11.1.0..<hash>.false`, with build, configuration and licence behind it). For logs
 * and support: to use something that only some servers have, call it and look at what the server answers.
 *
 * @returns `undefined` for anything else, such as the name of a build
 */
export function readServerVersion(text: unknown): ServerVersion | undefined {
  const found = typeof text === 'string' ? /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![^.\s-])/.exec(text) : undefined;
  if (!found) return undefined;
  const [release, major, minor, patch] = found;
  return { release, major: Number(major), minor: Number(minor), patch: Number(patch) };
}
