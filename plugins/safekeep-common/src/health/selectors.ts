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

import { LabelSelector } from '../surroundings';

type Labels = Readonly<Record<string, string>>;

/** Whether labels have all of these; an empty selection selects nothing here, as for a Service. */
export function hasLabels(
  labels: Labels | undefined,
  selection: Labels,
): boolean {
  const wanted = Object.entries(selection);
  return (
    labels !== undefined &&
    wanted.length > 0 &&
    wanted.every(
      ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
    )
  );
}

/** Whether a selector selects these labels; an empty one selects everything. */
export function selects(
  { matchLabels, matchExpressions = [] }: LabelSelector,
  labels: Labels = {},
): boolean {
  const valueOf = (key: string) =>
    Object.hasOwn(labels, key) ? labels[key] : undefined;
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => valueOf(key) === value,
    ) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = valueOf(key);
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
