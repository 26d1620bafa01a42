import { hostCommand } from '../slash-command.ts';

/** `/oc_help`: what the agent can be told. */
export const help = hostCommand({
  name: 'help',
  kind: 'shows',
  description: 'Show the commands of the agent',
  hint: '',
});
