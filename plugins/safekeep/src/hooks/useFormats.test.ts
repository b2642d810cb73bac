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

import { createFormats } from './useFormats';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const ago = (seconds: number) => NOW - seconds * 1_000;

describe('createFormats', () => {
  it('writes ages in the largest whole unit', () => {
    const english = createFormats('en');
    expect(english.age(ago(0), NOW)).toBe('now');
    expect(english.age(ago(-90), NOW)).toBe('now');
    expect(english.age(ago(3), NOW, 'narrow')).toBe('3s ago');
    expect(english.age(ago(59 * 60 + 59), NOW)).toBe('59 minutes ago');
    expect(english.age(ago(36 * 3_600), NOW)).toBe('1 day ago');
    expect(english.age(ago(12 * 86_400), NOW)).toBe('12 days ago');
    expect(english.age(new Date(ago(400 * 86_400)).toISOString(), NOW)).toBe(
      '1 year ago',
    );
    expect(createFormats('ko').age(ago(12 * 86_400), NOW)).toBe('12일 전');
  });

  it('names the day of a time that is not today', () => {
    const english = createFormats('en');
    expect(english.clock(NOW, NOW)).toMatch(/^\d{2}:\d{2}$/);
    expect(english.clock(ago(3 * 86_400), NOW)).toMatch(
      /^Nov \d+, \d{2}:\d{2}$/,
    );
  });

  it('joins lists', () => {
    expect(createFormats('en').list(['a', 'b', 'c'])).toBe('a, b, and c');
  });
});
