import type { InteractionPicture } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screenPopError, screenPopUrl } from './screen-pop.ts';

const TEMPLATE = 'https://crm.example/find/{fields.no}?name={name}&tel={number}';
const filled = (name: string, no: string): string =>
  screenPopUrl(TEMPLATE, {
    number: '+33199001234',
    contactName: name,
    contactId: 'c',
    attemptId: null,
    campaignId: 'k',
    campaignName: 'K',
    fields: { no },
  } as unknown as InteractionPicture);

describe('WX-3: screen pop', () => {
  it('no value changes the link, whatever it holds', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(anything, anything, (name, no) => {
        const url = new URL(filled(name, no));
        expect(url.host).toBe('crm.example');
        expect([...url.searchParams.keys()]).toEqual(['name', 'tel']);
        expect(url.searchParams.get('name')).toBe(name.toWellFormed());
        expect(url.hash).toBe('');
      }),
    );
  });

  it('only what is a link with known placeholders behind its host is a template', () => {
    expect(screenPopError(TEMPLATE)).toBeNull();
    expect(screenPopError('http://crm.example')).toBeNull();
    for (const wrong of [
      'javascript:alert(1)',
      '//crm.example/{number}',
      'https://{name}/x',
      'https://crm.example{name}/x',
      'https://crm.example:{number}/x',
      'https://user@crm.example/{number}',
      'https://crm.example/{phone}',
      'https://crm.example/{number',
      'https:///x',
    ]) {
      expect(screenPopError(wrong), wrong).not.toBeNull();
    }
  });
});
