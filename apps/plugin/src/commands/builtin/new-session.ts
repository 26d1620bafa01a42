import { hostCommand } from '../slash-command.ts';

/** `/oc_new`: forget the conversation. */
export const newSession = hostCommand({
  name: 'new',
  kind: 'acts',
  description: 'Start a new session in this conversation',
  hint: '',
});
