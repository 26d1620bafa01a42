import { hostCommand } from '../slash-command.ts';

/** `/oc_queue`: what happens to messages during a turn. */
export const queue = hostCommand({
  name: 'queue',
  kind: 'sets',
  description: 'Show or set what happens to messages during a turn',
  hint: '[steer|followup|collect|interrupt]',
});
