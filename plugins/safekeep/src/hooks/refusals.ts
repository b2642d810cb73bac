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

/** The backend's word that this viewer may not see, or cannot find, the entity. */
export function isRefusal(error: unknown): boolean {
  return isForbidden(error) || isNotFound(error);
}

export function isForbidden(error: unknown): boolean {
  return hasStatus(error, 403) || hasName(error, 'NotAllowedError');
}

export function isNotFound(error: unknown): boolean {
  return hasStatus(error, 404) || hasName(error, 'NotFoundError');
}

function hasStatus(error: unknown, status: number): boolean {
  return (error as { statusCode?: number } | undefined)?.statusCode === status;
}

function hasName(error: unknown, name: string): boolean {
  const { name: own, cause } = (error ?? {}) as {
    name?: string;
    cause?: { name?: string };
  };
  return own === name || cause?.name === name;
}
