import type { ChannelLogSink } from 'openclaw/plugin-sdk/channel-contract';

/** The log of one account. */
export type AccountLog = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** Returns OpenClaw's log of the channel with a prefix, such as the account id, before every line. */
export function prefixLog(log: ChannelLogSink | undefined, prefix: string): AccountLog {
  return {
    debug: (line: string) => log?.debug?.(prefix + line),
    info: (line: string) => log?.info(prefix + line),
    warn: (line: string) => log?.warn(prefix + line),
    error: (line: string) => log?.error(prefix + line),
  };
}
