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

import {
  ParsedSealingCertificate,
  sealIntoManifest,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse, stringify } from 'yaml';
import { SecretCase } from './SecretCase';

/** A file as we write it, and the Secrets that it is to make. */
export interface WrittenFile {
  name: string;
  text: string;
  cases: SecretCase[];
}

/** Everything of a case is sealed into a new file. */
function writeNew(
  secret: SecretCase,
  certificate: ParsedSealingCertificate,
  values: Map<string, Uint8Array> = secret.values,
): string {
  const { namespace, name, scope, template } = secret;
  return sealIntoManifest({
    ...{ namespace, name, scope, template, certificate, values },
    now: new Date(),
  }).text;
}

/** Half of the keys, the first of them with a value that is replaced later. */
function firstHalf({ values }: SecretCase): Map<string, Uint8Array> {
  const half = [...values].slice(0, Math.ceil(values.size / 2));
  // What any type takes.
  half[0] = [half[0][0], Buffer.from('{"auths":{}}')];
  return new Map(half);
}

/** Seals the other half, and the first key anew. */
function mergeSecondHalf(
  text: string,
  secret: SecretCase,
  certificate: ParsedSealingCertificate,
): string {
  const { namespace, name } = secret;
  const [first, ...others] = [...secret.values];
  const values = new Map<string, Uint8Array>([
    first,
    ...others.slice(Math.ceil(secret.values.size / 2) - 1),
  ]);
  const merged = sealIntoManifest({
    ...{ text, namespace, name, certificate, values },
    now: new Date(),
  });
  for (const [key, ciphertext] of Object.entries(merged.encryptedData)) {
    if (!values.has(key) && !text.includes(ciphertext)) {
      throw new Error(`Key ${key} was not given, and its ciphertext changed`);
    }
  }
  return merged.text;
}

function writeTwice(
  secret: SecretCase,
  certificate: ParsedSealingCertificate,
): string {
  const text = writeNew(secret, certificate, firstHalf(secret));
  return mergeSecondHalf(text, secret, certificate);
}

/** As kubeseal writes by default; values are merged into it as well. */
function writeJson(
  secret: SecretCase,
  certificate: ParsedSealingCertificate,
): string {
  const text = writeNew(secret, certificate, firstHalf(secret));
  const json = JSON.stringify(parse(text), undefined, 2);
  return mergeSecondHalf(`${json}\n`, secret, certificate);
}

/** The Secret as people have it in Git before it is sealed. */
export function writePlain({
  namespace,
  name,
  scope,
  template,
  values,
}: SecretCase): string {
  const isText = (bytes: Buffer) =>
    Buffer.from(bytes.toString('utf8')).equals(bytes);
  const texts = [...values].filter(
    ([, bytes], index) => index % 2 === 0 && isText(bytes),
  );
  const others = [...values].filter(entry => !texts.includes(entry));
  const wide = { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: template.labels,
      annotations: {
        ...template.annotations,
        ...(scope === 'strict' ? {} : wide),
      },
    },
    ...(template.type && { type: template.type }),
    ...(template.immutable && { immutable: true }),
    data: Object.fromEntries(
      others.map(([key, bytes]) => [key, bytes.toString('base64')]),
    ),
    stringData: Object.fromEntries(
      texts.map(([key, bytes]) => [key, bytes.toString('utf8')]),
    ),
  };
  // What is text without quotes depends on the version of YAML.
  return stringify(secret, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'QUOTE_DOUBLE',
    lineWidth: 0,
  });
}

/** Converted from a plain file, which is deleted. */
function writeConverted(
  secret: SecretCase,
  certificate: ParsedSealingCertificate,
): string {
  const { namespace, name } = secret;
  const files = new Map([['plain.yaml', writePlain(secret)]]);
  const { changes } = sealSecret(files, {
    ...{ namespace, name, certificate },
    path: 'sealed.yaml',
    now: new Date(),
  });
  const sealed = changes.find(({ path }) => path === 'sealed.yaml');
  const plain = changes.find(({ path }) => path === 'plain.yaml');
  if (!sealed?.content || plain?.action !== 'delete') {
    throw new Error(`Secret ${namespace}/${name} was not converted`);
  }
  return sealed.content;
}

/** One of several documents, each of which is merged into. */
function writeDocuments(
  secrets: SecretCase[],
  certificate: ParsedSealingCertificate,
): string {
  const beside = `# Not ours.\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: beside-${secrets[0].index}, namespace: "${secrets[0].namespace}"}\ndata: {a: 'b'} # as it was\n`;
  const documents = secrets.map(secret =>
    writeNew(secret, certificate, firstHalf(secret)),
  );
  let text = [beside, ...documents].join('---\n');
  for (const [index, secret] of secrets.entries()) {
    text = mergeSecondHalf(text, secret, certificate);
    for (const untouched of [beside, ...documents.slice(index + 1)]) {
      if (!text.includes(untouched)) {
        throw new Error(`Sealing ${secret.name} changed another document`);
      }
    }
  }
  return text;
}

const WAYS: [ending: string, write: typeof writeTwice][] = [
  ['new.yaml', writeNew],
  ['twice.yaml', writeTwice],
  ['converted.yaml', writeConverted],
  ['merged.json', writeJson],
];

/** What is immutable is sealed once. Those without a way go together. */
function wayOf({ index, template }: SecretCase) {
  const ways = template.immutable
    ? WAYS.filter(([, write]) => write === writeNew || write === writeConverted)
    : [...WAYS, undefined];
  return ways[index % ways.length];
}

/**
 * Seals each case in one of the ways that we have: into a new file, into one
 * that is there, into one of several documents, or from a plain Secret.
 */
export function* writeCases(
  secrets: SecretCase[],
  certificate: ParsedSealingCertificate,
): Generator<WrittenFile> {
  let together: SecretCase[] = [];
  for (const secret of secrets) {
    const way = wayOf(secret);
    if (way) {
      const [ending, write] = way;
      yield {
        name: `${secret.index}-${ending}`,
        text: write(secret, certificate),
        cases: [secret],
      };
      continue;
    }
    together.push(secret);
    if (together.length === 3) {
      yield documentsOf(together, certificate);
      together = [];
    }
  }
  if (together.length > 0) {
    yield documentsOf(together, certificate);
  }
}

function documentsOf(
  cases: SecretCase[],
  certificate: ParsedSealingCertificate,
): WrittenFile {
  return {
    name: `${cases[0].index}-documents.yaml`,
    text: writeDocuments(cases, certificate),
    cases,
  };
}
