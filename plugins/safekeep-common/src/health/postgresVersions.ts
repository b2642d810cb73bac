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

import { EndOfLife } from '../databaseFacts';
import { DatabaseImage } from './databaseImages';

const SOURCE = 'https://www.postgresql.org/support/versioning/';

/** The day of the last release of each major, as {@link SOURCE} has it. */
const ENDS = new Map([
  ['9.4', '2020-02-13'],
  ['9.5', '2021-02-11'],
  ['9.6', '2021-11-11'],
  ['10', '2022-11-10'],
  ['11', '2023-11-09'],
  ['12', '2024-11-21'],
  ['13', '2025-11-13'],
  ['14', '2026-11-12'],
  ['15', '2027-11-11'],
  ['16', '2028-11-09'],
  ['17', '2029-11-08'],
  ['18', '2030-11-14'],
]);

/** `15.14` is of major 15; until 9.6 a major had two numbers. */
function majorOf(version: string): string {
  const [first, second = '0'] = version.split('.');
  return Number(first) < 10 ? `${first}.${second}` : first;
}

/** Until when a server's major is supported; undefined where that is not known. */
export function endOfLife({
  engine,
  version,
}: DatabaseImage): EndOfLife | undefined {
  if (engine !== 'postgresql' || version === undefined) {
    return undefined;
  }
  const major = majorOf(version);
  const date = ENDS.get(major);
  return date === undefined ? undefined : { major, date, source: SOURCE };
}

/** Whether the image's tag is moved to other builds: it names no minor version, and no digest. */
export function hasFloatingTag(
  image: string,
  { engine, version }: DatabaseImage,
): boolean {
  if (engine !== 'postgresql' || image.includes('@')) {
    return false;
  }
  const numbers = version?.split('.') ?? [];
  return numbers.length <= majorOf(version ?? '10').split('.').length;
}
