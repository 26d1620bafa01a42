import { hostCommand } from '../slash-command.ts';

/** `/oc_status`: what runs here. */
export const status = hostCommand({
  name: 'status',
  kind: 'shows',
  description: 'Show the status of the session: model, use, settings',
  hint: '',
});
