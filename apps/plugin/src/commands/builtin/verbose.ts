import { hostCommand } from '../slash-command.ts';

/** `/oc_verbose`: whether tool calls are shown. */
export const verbose = hostCommand({
  name: 'verbose',
  kind: 'sets',
  description: 'Show or set whether tool calls are shown',
  hint: '[on|off|full]',
});
