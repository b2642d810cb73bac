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

/** The longest text that is read: what a container's termination message can hold. */
const LONGEST_TEXT = 4096;

/** An object of JSON that somebody else wrote; undefined for what is none. */
export function parseObject(
  text: string | undefined,
): Record<string, unknown> | undefined {
  if (text === undefined || text.length > LONGEST_TEXT) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function oneOf<T extends string>(
  value: unknown,
  values: readonly T[],
): value is T {
  return values.some(each => each === value);
}

/** A name of a Kubernetes object, or of a key of a Secret. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(value);
}

/** Kind in lower case and name of a workload, such as `statefulset/postgres`. */
export function isWorkloadName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^(deployment|statefulset)\/[a-z0-9.-]{1,253}$/.test(value)
  );
}

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** ISO 8601 in UTC. */
export function isTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** A whole number from 0 that JSON keeps exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
