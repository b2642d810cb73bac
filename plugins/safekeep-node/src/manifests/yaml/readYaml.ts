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
import { JsonObject, JsonValue } from '@backstage/types';
import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isMap,
  isSeq,
  parseAllDocuments,
  visit,
  YAMLMap,
} from 'yaml';
import { lineNumber } from './TextEdit';

/** Where an object is in a file: the document, and the item of a List. */
export interface ObjectPosition {
  document: number;
  item?: number;
}

/** A Kubernetes object of a YAML file, with the nodes that it was read from. */
export interface YamlObject {
  position: ObjectPosition;
  document: Document.Parsed;
  node: YAMLMap;
  value: JsonObject;
  /** First line of the object, from 1. */
  line: number;
}

/**
 * Parses all documents of a file, and refuses a file with a syntax error.
 *
 * @remarks
 * The parser's own messages quote the text around an error, which may be a
 * secret's value. Only the kind of error and its line are told.
 */
export function parseDocuments(text: string, path: string): Document.Parsed[] {
  const documents = [
    ...parseAllDocuments(text, {
      keepSourceTokens: true,
      prettyErrors: false,
      logLevel: 'silent',
      merge: true,
    }),
  ];
  for (const document of documents) {
    const error = document.errors.at(0);
    if (error) {
      const line = lineNumber(text, error.pos[0]);
      const what = error.code.toLowerCase().replace(/_/g, ' ');
      throw new InputError(
        `${path} is not valid YAML: ${what} on line ${line}`,
      );
    }
  }
  return documents;
}

/** A document's content in plain values. */
export function documentValue(
  document: Document.Parsed,
  path: string,
  text?: string,
) {
  try {
    return document.toJS() as JsonValue;
  } catch {
    // The parser's message could name an alias, and so quote the file.
    let line = '';
    visit(document, {
      Alias(_, alias) {
        if (text === undefined || alias.resolve(document)) {
          return undefined;
        }
        line = ` on line ${lineNumber(text, alias.range?.[0] ?? 0)}`;
        return visit.BREAK;
      },
    });
    throw new InputError(`${path} has an alias${line} that cannot be resolved`);
  }
}

/**
 * The objects of a file, in order, those inside a List included. Documents
 * that are empty or no mapping are passed over.
 */
export function readYamlObjects(text: string, path: string): YamlObject[] {
  const objects: YamlObject[] = [];
  for (const [index, document] of parseDocuments(text, path).entries()) {
    const root = document.contents;
    const value = documentValue(document, path, text);
    if (!isMap(root) || !isJsonObject(value)) {
      continue;
    }
    const items = root.get('items');
    if (!isList(value) || !isSeq(items)) {
      const line = lineNumber(text, root.range?.[0] ?? 0);
      const position = { document: index };
      objects.push({ position, document, node: root, value, line });
      continue;
    }
    for (const [item, node] of items.items.entries()) {
      const content = (value.items as JsonValue[])[item];
      if (isMap(node) && isJsonObject(content)) {
        objects.push({
          position: { document: index, item },
          document,
          node,
          value: withKindOfList(content, value),
          line: lineNumber(text, node.range?.[0] ?? 0),
        });
      }
    }
  }
  return objects;
}

/** The object at a place of a file; undefined where none is there. */
export function findYamlObject(
  text: string,
  { path, position }: { path: string; position: ObjectPosition },
): YamlObject | undefined {
  return readYamlObjects(text, path).find(candidate =>
    isDeepStrictEqual(candidate.position, position),
  );
}

/**
 * As {@link findYamlObject}.
 *
 * @throws InputError where none is there
 */
export function yamlObjectAt(
  text: string,
  place: { path: string; position: ObjectPosition },
): YamlObject {
  const object = findYamlObject(text, place);
  if (!object) {
    throw new InputError(
      `${place.path} does not hold the object that was asked for`,
    );
  }
  return object;
}

export function isJsonObject(
  value: JsonValue | undefined,
): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list that are mappings. */
export function mappings(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The value at a path of keys, or undefined where there is none. */
export function valueAt(
  value: JsonValue | undefined,
  ...path: string[]
): JsonValue | undefined {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = current[key];
  }
  return current;
}

function isList(value: JsonObject): boolean {
  return typeof value.kind === 'string' && value.kind.endsWith('List');
}

/** The items of a typed list, such as SecretList, may leave their kind out. */
function withKindOfList(item: JsonObject, list: JsonObject): JsonObject {
  const kind = String(list.kind).slice(0, -'List'.length);
  if (item.kind !== undefined || kind === '') {
    return item;
  }
  return { apiVersion: list.apiVersion, kind, ...item };
}
