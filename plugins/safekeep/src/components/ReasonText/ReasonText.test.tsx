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

import {
  errorApiRef,
  TranslationApi,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import {
  PHRASES,
  Reason,
  reason,
} from '@safekeep/backstage-plugin-safekeep-common';
import { renderHook } from '@testing-library/react';
import { PropsWithChildren } from 'react';
import korean from '../../translations/ko';
import { useReasonText } from './ReasonText';

const texts: Record<string, string> = korean;

/** Fills in Korean words as an app in Korean does. */
const koreanApi = {
  getTranslation: () => ({
    ready: true,
    t: (key: string, slots: Record<string, unknown> = {}) =>
      (texts[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, slot) =>
        String(slots[slot]),
      ),
  }),
  translation$: () => ({ subscribe: () => ({ unsubscribe() {} }) }),
} as unknown as TranslationApi;

function inKorean(given: Reason): string {
  const { result } = renderHook(() => useReasonText(), {
    wrapper: ({ children }: PropsWithChildren) => (
      <TestApiProvider
        apis={[
          [translationApiRef, koreanApi],
          [errorApiRef, { post() {}, error$: jest.fn() }],
        ]}
      >
        {children}
      </TestApiProvider>
    ),
  });
  return String(result.current(given).why);
}

describe('a reason on a Korean page', () => {
  it('names the lines of a comparison', () => {
    const why = inKorean(
      reason('migration-verification-failed', {
        lines: 'system-identifier, rows, of-a-later-version',
      }),
    );
    expect(why).toContain('시스템 식별자, 행');
    expect(why).toContain('of-a-later-version');
    expect(why).not.toContain('system-identifier');
  });

  it.each(Object.values(PHRASES))('says %j in Korean', phrase => {
    const why = inKorean(
      reason('password-rotation-running', {
        job: 'j',
        secret: 's',
        detail: phrase,
      }),
    );
    expect(why).toMatch(/[가-힣]/);
    expect(why).not.toContain(phrase);
  });

  it('leaves the cluster’s own words as they are', () => {
    expect(
      inKorean(
        reason('operator-not-well', {
          operator: 'CloudNativePG',
          message: 'Failing over',
        }),
      ),
    ).toContain('Failing over');
  });
});
