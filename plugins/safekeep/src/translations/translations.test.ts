/*
 * Copyright 2026 The Safekeep Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { REASONS } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../translation';
import korean from './ko';

const english = (
  safekeepTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();

function slotsOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([_, slot]) => slot).sort();
}

describe('translations', () => {
  it('says the same things in English and Korean', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries<string>(korean)) {
      expect(text.trim()).not.toBe('');
      expect({ key, slots: slotsOf(text) }).toEqual({
        key,
        slots: slotsOf(english[key]),
      });
    }
  });

  it('is Korean where it is prose', () => {
    const untranslated = Object.entries<string>(korean)
      .filter(([key, text]) => text === english[key])
      .map(([key]) => key);
    // A number sign and a title are the same in both.
    expect(untranslated).toEqual(['pullRequest.name']);
  });

  it('has words for every reason, and the vocabulary’s own in English', () => {
    for (const [code, texts] of Object.entries(REASONS)) {
      for (const [part, text] of Object.entries(texts)) {
        expect(english).toHaveProperty([`reason.${code}.${part}`], text);
        expect(korean).toHaveProperty([`reason.${code}.${part}`]);
      }
    }
  });

  it('does not shout', () => {
    for (const text of [...Object.values(english), ...Object.values(korean)]) {
      expect(text).not.toContain('!');
    }
  });
});
