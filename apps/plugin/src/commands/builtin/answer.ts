import { texts } from '../../texts.ts';
import { channelSettingsOf, ownCommand } from '../own-command.ts';

const modes = ['mentions', 'roots', 'all'] as const;

/** `/oc_answer`: which messages of the channel the bot answers. */
export const answer = ownCommand({
  name: 'answer',
  description: 'Show or choose which messages in this channel are answered',
  hint: `[${modes.join('|')}]`,
  run: async ({ args, channelId, config, accountId, change, mayChange }) => {
    const current = channelSettingsOf(config, accountId, channelId).answer;
    const wanted = modes.find(mode => mode === args.trim().toLowerCase());
    if (args.trim() === '') return { text: texts.answerMode(current), isPrivate: true };
    if (!wanted) return { text: texts.answerModeUnknown(modes), isPrivate: true };
    if (!mayChange) return { text: texts.ownersOnly, isPrivate: true };
    if (current !== wanted) {
      await change(channelId, settings => {
        settings.answer = wanted;
      });
    }
    return { text: texts.answerModeChanged(wanted) };
  },
});
