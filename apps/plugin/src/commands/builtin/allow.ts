import { texts } from '../../texts.ts';
import { channelSettingsOf, ownCommand } from '../own-command.ts';

/** `/oc_allow`: adds people to the list of the channel. */
export const allow = ownCommand({
  name: 'allow',
  description: 'Let people talk to me in this channel',
  hint: '@name',
  run: async ({ channelId, config, accountId, change, mayChange, mentions }) => {
    if (mentions.length === 0) return { text: texts.allowWhom, isPrivate: true };
    if (!mayChange) return { text: texts.ownersOnly, isPrivate: true };
    const { allowFrom } = channelSettingsOf(config, accountId, channelId);
    const added = mentions.filter(({ id }) => !allowFrom.map(String).includes(id));
    if (added.length > 0) {
      await change(channelId, settings => {
        // The channel's own list takes the place of the general one, so it begins with that.
        settings.allowFrom = [...allowFrom, ...added.map(({ id }) => id)];
      });
    }
    return { text: texts.allowed(mentions.map(({ name }) => name)) };
  },
});
