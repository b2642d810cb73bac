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

import { shortRepository } from './useSourceName';

describe('shortRepository', () => {
  it.each([
    ['https://github.com/acme/deployment', 'acme/deployment'],
    ['https://github.com/acme/deployment.git', 'acme/deployment'],
    ['https://github.com/acme/deployment/tree/main/k8s', 'acme/deployment'],
    ['https://github.com/acme/tree/tree/main/tree/x', 'acme/tree'],
    [
      'https://gitea.example/acme/deployment/src/branch/main',
      'acme/deployment',
    ],
    ['https://host.example/git/acme/d/src/branch/main/src/x', 'acme/d'],
    ['(not a GitOps URL)', '(not a GitOps URL)'],
  ])('%s: %s', (url, name) => expect(shortRepository(url)).toBe(name));
});
