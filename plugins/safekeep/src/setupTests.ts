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

import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered and searched by role, on machines that may be busy.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });

// What the framework's own dependencies say of jsdom and of their next major
// version would bury what our tests say.
const NOISE = [/\[JSS\]/, /React Router Future Flag/, /Not implemented: /];
for (const level of ['warn', 'error'] as const) {
  // eslint-disable-next-line no-console
  const original = console[level];
  // eslint-disable-next-line no-console
  console[level] = (...messages: unknown[]) => {
    if (!NOISE.some(noise => noise.test(String(messages[0])))) {
      original(...messages);
    }
  };
}
