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

import type { Signature } from '../forge/git/commits';

/** Who wrote the seeded history; they are in the example's catalog, too. */
export const JIHUN = {
  name: 'Park Jihun',
  email: 'jihun.park@tawbury.example',
};
export const SORA = { name: 'Kim Sora', email: 'sora.kim@tawbury.example' };

/** A person at a moment, for a commit. */
export function on(
  person: { name: string; email: string },
  date: string,
): Signature {
  return { ...person, date };
}
