import { hostCommand } from '../slash-command.ts';

/** `/oc_reasoning`: whether the reasoning is shown. */
export const reasoning = hostCommand({
  name: 'reasoning',
  kind: 'sets',
  description: 'Show or set whether the reasoning is shown',
  hint: '[on|off|stream]',
});
