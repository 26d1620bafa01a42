import { describe, expect, it } from 'vitest';
import { withFullAttachments, withoutIntegrations } from '../../../src/world/attachments.ts';

const newId = (): string => 'made';
const button = { id: 'b1', name: 'Go', integration: { url: 'http://127.0.0.1/', context: { a: 1 } } };

describe('withFullAttachments', () => {
  it('gives every attachment all of its fields', () => {
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

  it('makes an id for a button that has none, and keeps one that is given', () => {
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

  it.each([[[]], ['text'], [{}]])('keeps %j as null', attachments => {
    expect(withFullAttachments({ attachments }, newId)).toEqual({ attachments: null });
  });

  it('leaves props without attachments alone', () => {
    expect(withFullAttachments({ a: 1 }, newId)).toEqual({ a: 1 });
  });
});

describe('withoutIntegrations', () => {
  it('hides where a button leads, and nothing else', () => {
    expect(withoutIntegrations({ attachments: [{ text: 't', actions: [button] }] })).toEqual({
      attachments: [{ text: 't', actions: [{ id: 'b1', name: 'Go' }] }],
    });
  });
});
