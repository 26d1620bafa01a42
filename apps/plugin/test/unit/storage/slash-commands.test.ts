import { describe, expect, it } from 'vitest';
import { implementations } from '../../support/stores.ts';

describe.each(implementations)('The slash commands in %s', (_, open) => {
  it('A command is kept under its id until it is deleted', async () => {
    const { slashCommands } = open();
    const [status, help] = [
      { id: 'one', teamId: 'acme', trigger: 'oc_status' },
      { id: 'two', teamId: 'beta', trigger: 'oc_help' },
    ];
    await slashCommands.put(status);
    await slashCommands.put(help);
    await slashCommands.put({ ...status, trigger: 'my_status' });
    expect(await slashCommands.list()).toEqual([{ ...status, trigger: 'my_status' }, help]);
    await slashCommands.delete('one');
    await slashCommands.delete('nothing');
    expect(await slashCommands.list()).toEqual([help]);
  });
});
