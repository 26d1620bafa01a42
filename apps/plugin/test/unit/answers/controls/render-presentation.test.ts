import type { ReplyPayload } from 'openclaw/plugin-sdk/reply-payload';
import { describe, expect, it } from 'vitest';
import { controlsOf, renderReply } from '../../../../src/answers/controls/host-payload.ts';
import { legacyButtons, prepareSendPayload } from '../../../../src/answers/controls/legacy-buttons.ts';
import { renderPresentation } from '../../../../src/answers/controls/render-presentation.ts';
import { texts } from '../../../../src/texts.ts';

const question = {
  text: '1. Staging\n2. Production',
  presentationTextMode: 'fallback' as const,
  presentation: {
    blocks: [
      { type: 'text' as const, text: 'Where?' },
      {
        type: 'buttons' as const,
        buttons: [
          { label: 'Staging', action: { type: 'question' as const, questionId: 'q1', optionValue: 'Staging' } },
          { label: 'Production', action: { type: 'question' as const, questionId: 'q1', optionValue: 'Production' } },
          { label: 'Other…', action: { type: 'question' as const, questionId: 'q1', intent: 'custom-input' as const } },
        ],
      },
    ],
  },
  channelData: { askUser: { questionId: 'q1', optionValues: ['Staging', 'Production'] } },
};

describe('A presentation of OpenClaw', () => {
  it('A question becomes buttons that name the option by its place, and the words are said once', async () => {
    const payload = await renderReply(question);
    expect(payload.text).toBe('Where?');
    expect(controlsOf(payload)).toMatchObject({
      questionId: 'q1',
      endsWithProcess: true,
      controls: [
        { label: 'Staging', meaning: { do: 'answer', questionId: 'q1', optionIndex: 0 } },
        { label: 'Production', meaning: { do: 'answer', questionId: 'q1', optionIndex: 1 } },
        { label: 'Other…', meaning: { do: 'answer-in-words', questionId: 'q1' } },
      ],
    });
  });

  it('An option that OpenClaw does not list stays in the text, because any value would count as an answer', () => {
    const { controls, text } = renderPresentation(question.presentation, {
      questionId: 'q1',
      optionValues: ['Staging'],
    });
    expect(controls.map(({ label }) => label)).toEqual(['Staging', 'Other…']);
    expect(text).toContain('Production');
  });

  it('A question of several parts gets one button, which opens a form', async () => {
    const payload = await renderReply({ text: '1. Where?\n2. When?', channelData: { askUser: { questionId: 'q2' } } });
    expect(controlsOf(payload)?.controls).toEqual([
      { kind: 'button', label: texts.answerButton, meaning: { do: 'answer-in-words', questionId: 'q2' } },
    ]);
  });

  it('An approval that OpenClaw forwards becomes buttons with its decision', () => {
    const action = {
      type: 'approval' as const,
      approvalId: 'a',
      approvalKind: 'plugin' as const,
      decision: 'deny' as const,
    };
    expect(
      renderPresentation({ blocks: [{ type: 'buttons', buttons: [{ label: 'Deny', action }] }] }).controls,
    ).toMatchObject([{ meaning: { do: 'decide', approvalId: 'a', approvalKind: 'plugin', decision: 'deny' } }]);
  });

  it('A web app is a link when it has an address, and nothing when it has none', () => {
    const buttons = [
      { label: 'Board', action: { type: 'web-app' as const, url: 'https://example.com/board' } },
      { label: 'Widget', action: { type: 'web-app' as const, widgetId: 'w' } },
    ];
    expect(renderPresentation({ blocks: [{ type: 'buttons', buttons }] })).toMatchObject({
      ...{ text: 'Board: https://example.com/board', controls: [], dropped: [] },
    });
  });

  it('An answer without a presentation is left as it is', async () => {
    const payload: ReplyPayload = { text: 'hello' };
    expect(await renderReply(payload)).toBe(payload);
    expect(controlsOf(payload)).toBeUndefined();
  });
});

describe('Buttons in the older form of the message tool', () => {
  it('Rows of buttons become a presentation; one without a value is text, one without a label is nothing', () => {
    const rows = [
      [
        { text: 'Yes', callback_data: 'yes', style: 'primary' },
        { label: 'No', callbackData: 0 },
      ],
      [{ text: 'Broken' }, { callback_data: 'x' }, null],
    ];
    expect(legacyButtons(rows)).toEqual({
      blocks: [
        { type: 'text', text: 'Broken' },
        {
          type: 'buttons',
          buttons: [
            { label: 'Yes', value: 'yes', style: 'primary' },
            { label: 'No', value: '0' },
          ],
        },
      ],
    });
    for (const nothing of [undefined, 'yes', [], [[{}]]]) expect(legacyButtons(nothing)).toBeUndefined();
  });

  it('`choice` says how often one may click, and a presentation of the caller is kept', () => {
    const presentation = { blocks: [] };
    const params = { choice: 'once-per-person', buttons: [[{ text: 'A', callback_data: 'a' }]] };
    const prepared = prepareSendPayload({ ctx: { params }, payload: { text: 'Vote', presentation } });
    expect(prepared).toMatchObject({ presentation, channelData: { mattermost: { uses: 'once-per-person' } } });
    expect(prepareSendPayload({ ctx: { params: { choice: 'never' } }, payload: { text: 'x' } })).toEqual({ text: 'x' });
  });
});
