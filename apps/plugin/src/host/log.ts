import type { ChannelLogSink } from 'openclaw/plugin-sdk/channel-contract';

/** Where an account tells what it does. */
export type AccountLog = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** The host's log of the channel, with the name of the account in front of every line. */
export function prefixLog(log: ChannelLogSink | undefined, prefix: string): AccountLog {
  return {
    debug: (line: string) => log?.debug?.(prefix + line),
    info: (line: string) => log?.info(prefix + line),
    warn: (line: string) => log?.warn(prefix + line),
    error: (line: string) => log?.error(prefix + line),
  };
}
