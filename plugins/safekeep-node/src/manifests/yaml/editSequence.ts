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
import { JsonObject } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { documentValue, isJsonObject, parseDocuments } from './readYaml';
import { renderScalar } from './renderYaml';
import {
  applyTextEdits,
  insertLinesAfter,
  lineEnding,
  lineStart,
  TextEdit,
} from './TextEdit';
import {
  assertOwnNode,
  colonEnd,
  contentEnd,
  findPair,
  indentation,
  isImplicitNull,
} from './yamlNodes';

/** A change of one entry in a list of texts at the top of a file. */
export type SequenceEdit =
  | { kind: 'replace'; index: number; entry: string }
  | { kind: 'remove'; index: number }
  /** Behind the entry `after`, or behind the last. */
  | { kind: 'insert'; after?: number; entry: string };

/**
 * Changes one entry of the list `key` of a single-document file where it
 * stands, comments kept. A list that is not there is made at the end.
 */
export function editSequence(
  text: string,
  options: { path: string; key: string; edit: SequenceEdit },
): string {
  const { path, key, edit } = options;
  const place = `${path}: ${key}`;
  const before = soleMapping(text, path);
  const edited = applyTextEdits(
    text,
    plan(text, before.node, key, edit, place),
  );
  const expected = {
    ...before.value,
    [key]: expectedList(before.value, key, edit),
  };
  let exact = false;
  try {
    exact = isDeepStrictEqual(
      sortedEntries(soleMapping(edited, path).value),
      sortedEntries(expected),
    );
  } catch {
    // The edit broke the file: told below.
  }
  if (!exact) {
    throw new InputError(
      `${place} is written in a way that cannot be edited without changing more than was asked`,
    );
  }
  return edited;
}

function plan(
  text: string,
  map: YAMLMap,
  key: string,
  edit: SequenceEdit,
  place: string,
): TextEdit[] {
  const pair = findPair(map, key, place);
  if (!pair && edit.kind === 'insert' && !map.flow) {
    const lines = [`${key}:`, `${' '.repeat(2)}- ${renderScalar(edit.entry)}`];
    return [insertLinesAfter(text, contentEnd(map), lines)];
  }
  assertOwnNode(map, place, text);
  const list = pair?.value;
  assertOwnNode(list, place, text);
  const isEmptyList =
    (isSeq(list) && list.items.length === 0) ||
    (isScalar(list) && list.value === null);
  if (pair && isEmptyList && edit.kind === 'insert' && !map.flow) {
    const start = colonEnd(pair) ?? 0;
    const end = isImplicitNull(list) ? start : contentEnd(list);
    const line = `${' '.repeat(indentation(text, map))}- ${renderScalar(
      edit.entry,
    )}`;
    const inserted = insertLinesAfter(text, end, [line]);
    return start === end ? [inserted] : [{ start, end, text: '' }, inserted];
  }
  if (!isSeq(list)) {
    throw new InputError(`${place} is not a list`);
  }
  return list.flow
    ? planFlow(list, edit, place)
    : planBlock(text, list, edit, place);
}

function planBlock(
  text: string,
  list: YAMLSeq,
  edit: SequenceEdit,
  place: string,
): TextEdit[] {
  if (edit.kind === 'replace') {
    return [replaceScalar(list, edit.index, edit.entry, place)];
  }
  if (edit.kind === 'insert') {
    const index = edit.after ?? list.items.length - 1;
    const [start, end] = itemRange(list, index, place);
    const dash = /^[ ]*-[ ]+/.exec(text.slice(lineStart(text, start)))?.[0];
    if (dash === undefined) {
      throw new InputError(`${place} cannot be edited safely`);
    }
    return [insertLinesAfter(text, end, [dash + renderScalar(edit.entry)])];
  }
  if (list.items.length === 1) {
    return [emptyList(text, list, place)];
  }
  const [start, end] = itemRange(list, edit.index, place);
  const newline = text.indexOf('\n', end);
  if (newline === -1) {
    // The last line of a file without a line ending: the one before loses its own.
    const from = lineStart(text, start) - lineEnding(text).length;
    return [{ start: from, end: text.length, text: '' }];
  }
  return [{ start: lineStart(text, start), end: newline + 1, text: '' }];
}

/** A list that loses its only entry becomes `[]`: nothing at all would be null. */
function emptyList(text: string, list: YAMLSeq, place: string): TextEdit {
  const [start, end] = itemRange(list, 0, place);
  const line = lineStart(text, start);
  const before = text.slice(0, line).trimEnd();
  if (before.endsWith(':')) {
    return { start: before.length, end, text: ' []' };
  }
  // A comment stands between the key and its entry: the list takes the
  // entry's own place, indented as a value on a line of its own must be.
  return { start: line, end, text: '  []' };
}

function planFlow(
  list: YAMLSeq,
  edit: SequenceEdit,
  place: string,
): TextEdit[] {
  if (edit.kind === 'replace') {
    return [replaceScalar(list, edit.index, edit.entry, place)];
  }
  if (edit.kind === 'insert') {
    const entry = renderScalar(edit.entry);
    if (list.items.length === 0) {
      const at = (list.range?.[0] ?? 0) + 1;
      return [{ start: at, end: at, text: entry }];
    }
    const [, end] = itemRange(list, edit.after ?? list.items.length - 1, place);
    return [{ start: end, end, text: `, ${entry}` }];
  }
  const { index } = edit;
  const [start, end] = itemRange(list, index, place);
  if (index + 1 < list.items.length) {
    const [next] = itemRange(list, index + 1, place);
    return [{ start, end: next, text: '' }];
  }
  const from = index > 0 ? itemRange(list, index - 1, place)[1] : start;
  return [{ start: from, end, text: '' }];
}

function replaceScalar(
  list: YAMLSeq,
  index: number,
  entry: string,
  place: string,
): TextEdit {
  const [start, end] = itemRange(list, index, place);
  const { type } = list.items[index] as Scalar;
  const quoted =
    type === Scalar.QUOTE_SINGLE && !entry.includes("'")
      ? `'${entry}'`
      : JSON.stringify(entry);
  const isQuoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
  return { start, end, text: isQuoted ? quoted : renderScalar(entry) };
}

function itemRange(
  list: YAMLSeq,
  index: number,
  place: string,
): [number, number] {
  const item = list.items[index];
  assertOwnNode(item, place);
  if (!isScalar(item) || !item.range) {
    throw new InputError(`${place}: entry ${index + 1} is not a text`);
  }
  return [item.range[0], item.range[1]];
}

function soleMapping(
  text: string,
  path: string,
): { node: YAMLMap; value: JsonObject } {
  const [document, ...others] = parseDocuments(text, path).filter(
    ({ contents }) => contents !== null,
  );
  const value = document && documentValue(document, path);
  if (!isMap(document?.contents) || !isJsonObject(value) || others.length > 0) {
    throw new InputError(`${path} is not a single YAML mapping`);
  }
  return { node: document.contents, value };
}

function expectedList(value: JsonObject, key: string, edit: SequenceEdit) {
  const list = [...((value[key] as string[] | null | undefined) ?? [])];
  switch (edit.kind) {
    case 'replace':
      list[edit.index] = edit.entry;
      break;
    case 'remove':
      list.splice(edit.index, 1);
      break;
    default:
      list.splice((edit.after ?? list.length - 1) + 1, 0, edit.entry);
  }
  return list;
}

function sortedEntries(value: JsonObject) {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
