import { describe, expect, it } from 'vitest';
import { withFullAttachments, withoutIntegrations } from '../../../src/world/attachments.ts';

const newId = (): string => 'made';
const button = { id: 'b1', name: 'Go', integration: { url: 'http://127.0.0.1/', context: { a: 1 } } };

describe('withFullAttachments', () => {
  it('Every attachment gets all fields', () => {
    const { attachments } = withFullAttachments({ attachments: [{ text: 'hi' }] }, newId);
    expect(attachments).toEqual([
      {
        id: 0,
        fallback: '',
        color: '',
        pretext: '',
        author_name: '',
        author_link: '',
        author_icon: '',
        title: '',
        title_link: '',
        text: 'hi',
        fields: null,
        image_url: '',
        thumb_url: '',
        footer: '',
        footer_icon: '',
        ts: null,
      },
    ]);
  });

  it('A button without an id gets one, and a given id is kept', () => {
    const { name, integration } = button;
    const given = {
      attachments: [
        {
          actions: [
            { name, integration },
            { ...button, id: 'no-good' },
          ],
        },
      ],
    };
    expect(withFullAttachments(given, newId)).toMatchObject({
      attachments: [{ actions: [{ id: 'made' }, { id: 'no-good' }] }],
    });
  });

  it.each([[[]], ['text'], [{}]])('The attachments %j become null', attachments => {
    expect(withFullAttachments({ attachments }, newId)).toEqual({ attachments: null });
  });

  it.each([
    ['a number as the value of an option', { actions: [{ ...button, options: [{ text: 'One', value: 1 }] }] }],
    ['a context that is text', { actions: [{ ...button, integration: { url: 'http://x', context: 'a' } }] }],
    ['a number as the name of a button', { actions: [{ ...button, name: 5 }] }],
    ['a number as its text', { text: 5 }],
    ['a field that is short in a way of its own', { fields: [{ title: 't', value: 1, short: 'yes' }] }],
  ])('An attachment with %s is left out, and the others are kept', (_, attachment) => {
    const { attachments } = withFullAttachments({ attachments: [attachment, { text: 'second' }] }, newId);
    expect(attachments).toMatchObject([{ text: 'second' }]);
  });

  it('Missing fields of an option are added', () => {
    const given = { attachments: [{ actions: [{ ...button, options: [null, { text: 'One' }] }] }] };
    expect(withFullAttachments(given, newId)).toMatchObject({
      attachments: [{ actions: [{ options: [null, { text: 'One', value: '' }] }] }],
    });
  });

  it('Props without attachments do not change', () => {
    expect(withFullAttachments({ a: 1 }, newId)).toEqual({ a: 1 });
  });
});

describe('withoutIntegrations', () => {
  it('Only the integration of a button is hidden', () => {
    expect(withoutIntegrations({ attachments: [{ text: 't', actions: [button] }] })).toEqual({
      attachments: [{ text: 't', actions: [{ id: 'b1', name: 'Go' }] }],
    });
  });
});
