import { hostCommand } from '../slash-command.ts';

/** `/oc_model`: the model of the conversation. */
export const model = hostCommand({
  name: 'model',
  kind: 'sets',
  description: 'Show or choose the model of this conversation',
  hint: '[provider/model]',
});
