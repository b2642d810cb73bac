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

import { act } from '@testing-library/react';
import axe, { AxeResults } from 'axe-core';

/** What axe finds in an element, by rule; colours are not known to jsdom. */
export async function accessibilityProblems(
  element: Element,
): Promise<string[]> {
  let results: AxeResults | undefined;
  await act(async () => {
    results = await axe.run(element, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
      },
    });
  });
  const violations = results!.violations;
  return violations.map(({ id, nodes }) =>
    [id, ...nodes.map(({ html }) => html)].join('\n'),
  );
}
