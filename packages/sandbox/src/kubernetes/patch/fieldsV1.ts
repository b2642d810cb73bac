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

import { JsonRecord } from '../json/isRecord';
import { FieldPath, piecesOf } from './fieldSet';

/** `[uid="7c1"]` → `k:{"uid":"7c1"}`, `[="a"]` → `v:"a"`, `data` → `f:data`. */
function stepOf(piece: string): string {
  if (piece.startsWith('[=')) {
    return `v:${piece.slice(2, -1)}`;
  }
  if (!piece.startsWith('[')) {
    return `f:${piece}`;
  }
  const keys = [
    ...piece.slice(1, -1).matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\d+)/g),
  ];
  return `k:{${keys.map(([_, key, value]) => `"${key}":${value}`).join(',')}}`;
}

/**
 * Fields in the form of `managedFields`: nested names, `f:` before a field, `k:`
 * before the key of a list's item. An owner reference is one thing.
 */
export function fieldsV1(paths: Iterable<FieldPath>): JsonRecord {
  const root: JsonRecord = {};
  for (const path of paths) {
    let level = root;
    for (const step of piecesOf(path).map(stepOf)) {
      level[step] ??= {};
      if (step.startsWith('k:{"uid":')) {
        break;
      }
      level = level[step] as JsonRecord;
    }
  }
  return root;
}
