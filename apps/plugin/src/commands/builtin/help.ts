import { hostCommand } from '../slash-command.ts';

/** `/oc_help`: the commands of the agent. */
export const help = hostCommand({
  name: 'help',
  kind: 'shows',
  description: 'Show the commands of the agent',
  hint: '',
});
