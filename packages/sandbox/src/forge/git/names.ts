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

import { InputError } from '@backstage/errors';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const OBJECT_ID = /^[0-9a-f]{40}$/;
// Control characters, space and what git check-ref-format refuses.
// eslint-disable-next-line no-control-regex
const FORBIDDEN_IN_REF = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\//;

/**
 * First path segments of the forge itself, which therefore can't be the owner
 * of a repository.
 */
const RESERVED_OWNERS = new Set(['api', 'assets', 'sync', 'login']);

function isName(name: string): boolean {
  return (
    NAME.test(name) &&
    !name.includes('..') &&
    !name.endsWith('.') &&
    !name.endsWith('.git') &&
    !name.endsWith('.lock')
  );
}

/** Whether this can be the owner of a repository on the forge. */
export function isOwnerName(name: string): boolean {
  return isName(name) && !RESERVED_OWNERS.has(name.toLocaleLowerCase('en-US'));
}

/** Whether this can be the name of a repository on the forge. */
export function isRepositoryName(name: string): boolean {
  return isName(name);
}

/** Whether this is a full object name, 40 lower-case hexadecimal digits. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/**
 * Whether git would take this as the name of a branch or tag. A leading dash
 * is refused too, so that no name can be read as an option.
 */
export function isRefName(name: string): boolean {
  if (!name || name.length > 250 || name === '@') {
    return false;
  }
  if (FORBIDDEN_IN_REF.test(name) || name.startsWith('-')) {
    return false;
  }
  return name
    .split('/')
    .every(
      part =>
        part !== '' &&
        !part.startsWith('.') &&
        !part.endsWith('.') &&
        !part.endsWith('.lock'),
    );
}

/**
 * The path of a file or folder in a repository, without slashes around it;
 * an `InputError` for anything that could point out of the repository.
 */
export function parseRepositoryPath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  if (trimmed === '') {
    return '';
  }
  const parts = trimmed.split('/');
  const refused =
    trimmed.includes('\0') ||
    trimmed.length > 4000 ||
    parts.some(
      part =>
        part === '' ||
        part === '.' ||
        part === '..' ||
        part.toLocaleLowerCase('en-US') === '.git',
    );
  if (refused) {
    throw new InputError(`'${path}' is not a path within a repository`);
  }
  return trimmed;
}
