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

type Test = () => Promise<void>;

/**
 * For tests that wait for the cluster most of the time: what it wraps begins
 * with the first of them, and each tells how its own ended.
 */
export function together(): (test: Test) => Test {
  const tests: Test[] = [];
  let ends: Array<Promise<unknown>> | undefined;
  return test => {
    const index = tests.push(test) - 1;
    return async () => {
      ends ??= tests.map(begin =>
        begin().then(
          () => undefined,
          error => error,
        ),
      );
      const failure = await ends[index];
      if (failure) {
        throw failure;
      }
    };
  };
}
