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

/**
 * Whether a path is that of a file below a folder, written in the one way that
 * git has for it: it cannot leave the folder, and cannot reach into `.git`.
 *
 * @public
 */
export function isPlainPath(path: string): boolean {
  return path.split('/').every(
    segment =>
      segment !== '' &&
      segment !== '.' &&
      segment !== '..' &&
      segment.toLowerCase() !== '.git' &&
      // eslint-disable-next-line no-control-regex
      !/[\\\u0000-\u001f\u007f]/.test(segment),
  );
}
