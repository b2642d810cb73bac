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

import { JsonObject, JsonValue } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Node,
  stringify,
  visit,
  YAMLSeq,
} from 'yaml';
import { isJsonObject, valueAt, YamlObject } from './readYaml';

/**
 * Another object, written as the one that it was made from: with its comments
 * and its way of writing where a value is the same. The keys stand in the order
 * of `value`.
 */
export function renderLike(source: YamlObject, value: JsonObject): string {
  const plain = stringify(value, {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  let hasAlias = false;
  visit(source.node, node => {
    hasAlias ||= isAlias(node);
  });
  if (hasAlias) {
    return plain;
  }
  const document = new Document();
  document.contents = reconcile(
    document,
    source.node.clone() as Node,
    value,
  ) as never;
  const written = document.toString({ lineWidth: 0 });
  return JSON.stringify(document.toJS()) === JSON.stringify(value)
    ? written
    : plain;
}

function reconcile(document: Document, node: Node, value: JsonValue): Node {
  if (isMap(node) && isJsonObject(value)) {
    const pairs = new Map(
      node.items.map(pair => [
        String(isScalar(pair.key) ? pair.key.value : pair.key),
        pair,
      ]),
    );
    node.items = Object.entries(value).map(([key, each]) => {
      const pair = pairs.get(key);
      if (!pair) {
        return document.createPair(key, each);
      }
      giveToFirst(pair.value);
      pair.value = isNode(pair.value)
        ? reconcile(document, pair.value, each as JsonValue)
        : document.createNode(each);
      return pair;
    });
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    const before = node.toJS(document) as JsonValue[];
    const items = [...node.items];
    (node as YAMLSeq).items = value.map(each => {
      const index = before.findIndex(
        (other, at) => items[at] !== undefined && isSame(other, each),
      );
      const item = items[index];
      if (!isNode(item)) {
        return document.createNode(each);
      }
      delete items[index];
      return reconcile(document, item, each);
    });
    return node;
  }
  if (isScalar(node) && node.value === value) {
    return node;
  }
  const created = document.createNode(value) as Node;
  created.commentBefore = node.commentBefore;
  return created;
}

/**
 * The parser gives a comment above the first entry to the whole collection,
 * where it would stay when another entry comes first.
 */
function giveToFirst(node: unknown): void {
  if (!isCollection(node) || !node.commentBefore) {
    return;
  }
  const [first] = node.items;
  const owner = isPair(first) ? first.key : first;
  if (isNode(owner)) {
    owner.commentBefore = node.commentBefore;
    node.commentBefore = undefined;
  }
}

/** Whether an entry of a list is still the same one: by its name, or by all of it. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  const name = valueAt(a, 'name') ?? valueAt(a, 'mountPath');
  return name === undefined
    ? isDeepStrictEqual(a, b)
    : name === (valueAt(b, 'name') ?? valueAt(b, 'mountPath'));
}
