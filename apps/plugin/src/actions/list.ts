import type { RunAction } from './call.ts';
import { channelInfo, memberInfo } from './info.ts';
import { edit, remove } from './own-posts.ts';
import { listPins, pin, unpin } from './pins.ts';
import { react, reactions } from './react.ts';
import { read } from './read.ts';
import { reply, upload } from './reply.ts';
import { search } from './search.ts';
import type { ActionName } from './switches.ts';

/** What carries out each action, except `send`, which OpenClaw does itself. */
export const runs: Readonly<Record<Exclude<ActionName, 'send'>, RunAction>> = {
  ...{ react, reactions },
  ...{ read, search },
  ...{ edit, delete: remove, unsend: remove },
  ...{ pin, unpin, 'list-pins': listPins },
  ...{ reply, 'thread-reply': reply, 'upload-file': upload },
  ...{ 'member-info': memberInfo, 'channel-info': channelInfo },
};
