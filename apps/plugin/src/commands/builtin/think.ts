import { hostCommand } from '../slash-command.ts';

/** `/oc_think`: how much the model thinks. */
export const think = hostCommand({
  name: 'think',
  kind: 'sets',
  description: 'Show or set how much the model thinks',
  hint: '[off|minimal|low|medium|high]',
});
