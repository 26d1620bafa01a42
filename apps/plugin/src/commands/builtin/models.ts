import { hostCommand } from '../slash-command.ts';

/** `/oc_models`: the models that can be chosen. */
export const models = hostCommand({
  name: 'models',
  kind: 'shows',
  description: 'List the providers, or the models of one',
  hint: '[provider]',
});
