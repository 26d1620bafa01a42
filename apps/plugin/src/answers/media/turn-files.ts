import { mediaRoots } from '../../host/media-roots.ts';
import type { AnswerFile } from '../../storage/pending-files.ts';
import type { ReplyPayload } from '../reply-text.ts';
import { whenRunning } from '../running-accounts.ts';
import { admitFiles, hasFiles } from './admit-files.ts';

/** The files of an answer of a turn, which OpenClaw has copied into a folder of its own, as far as the agent may send them. */
export async function admitTurnFiles(
  accountId: string,
  agentId: string,
  payload: ReplyPayload,
): Promise<readonly AnswerFile[]> {
  if (!hasFiles(payload)) return [];
  const { config } = await whenRunning(accountId);
  const files = await admitFiles(payload, { roots: mediaRoots(config(), agentId) });
  // Without a function that reads them, none is in memory.
  return files.filter(file => file.is !== 'memory');
}
