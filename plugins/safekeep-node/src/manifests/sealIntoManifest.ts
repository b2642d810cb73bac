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
import {
  ANNOTATION_LINKED_KEYS,
  ANNOTATION_SEALED_KEYS,
  SealedKeyRecord,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  assertCertificateIsCurrent,
  ParsedSealingCertificate,
  sealingLabel,
  SealingScope,
  sealValue,
  SECRET_SIZE_LIMIT,
} from '../sealing';
import {
  assertCanChange,
  assertScopeCanChange,
  assertTypeCanChange,
} from './assertCanChange';
import { assertClusterHolds } from './assertClusterHolds';
import { assertKeyName } from './assertKeyName';
import { composedAfter, composedAnnotation } from './composedKeys';
import { editOwnDocument } from './editOwnDocument';
import { linkedKeyGroups, relinkKeys } from './linkedKeys';
import {
  findSealedSecret,
  SealedSecretObject,
  secretKeys,
} from './sealedSecretObjects';
import {
  renderLinkedKeys,
  renderSealedKeys,
  scopeAnnotationNames,
  scopeAnnotations,
} from './sealedSecretAnnotations';
import { assertTypeHolds } from './secretTypes';
import { changeKeys } from './yaml/changeKeys';
import { mergeEntries } from './yaml/mergeEntries';
import { renderMapping, YamlTree } from './yaml/renderYaml';

/**
 * What the Secret that is unsealed looks like besides its values. Used when the
 * SealedSecret is made; one that exists keeps its template.
 *
 * @public
 */
export interface SecretTemplate {
  type?: string;
  immutable?: boolean;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** @public */
export interface SealIntoManifestOptions {
  /** The file as it is; undefined makes a new one. */
  text?: string;
  /** Where the file is, for errors. */
  path?: string;
  certificate: ParsedSealingCertificate;
  namespace: string;
  name: string;
  /** By default what the file says, and strict for a new one. */
  scope?: SealingScope;
  /** Key to bytes. Only these keys change. The caller overwrites the bytes after use. */
  values: Map<string, Uint8Array>;
  now: Date;
  /** Whether these values are new, and not only sealed anew. */
  rotated?: boolean;
  /** Groups of keys with equal values; by default followed from what is recorded and given. */
  linkedKeys?: string[][];
  template?: SecretTemplate;
  /** Annotations of a new SealedSecret itself, besides Safekeep's own. */
  annotations?: Record<string, string>;
}

/** @public */
export interface SealIntoManifestResult {
  text: string;
  /** All ciphertexts after the change, by key. */
  encryptedData: Record<string, string>;
  scope: SealingScope;
  /**
   * Whether it is too large for `kubectl apply` and Argo CD as they are by
   * default; a server-side apply takes it.
   */
  needsServerSideApply: boolean;
}

/**
 * Seals values into a SealedSecret, which is made, or edited in place: only the
 * keys given and what is recorded of them change, all else stays byte for byte.
 *
 * @public
 */
export function sealIntoManifest(
  options: SealIntoManifestOptions,
): SealIntoManifestResult {
  const { text, path = 'The SealedSecret', namespace, name } = options;
  return text === undefined
    ? sealInto(options)
    : editOwnDocument(text, { path, namespace, name }, part =>
        sealInto({ ...options, text: part }),
      );
}

function sealInto(options: SealIntoManifestOptions): SealIntoManifestResult {
  const { certificate, namespace, name, now } = options;
  const path = options.path ?? 'The SealedSecret';
  assertCertificateIsCurrent(certificate, now);
  assertValues(options.values);

  const existing =
    options.text === undefined
      ? undefined
      : findSealedSecret(options.text, { path, namespace, name });
  const scope = options.scope ?? existing?.scope ?? 'strict';
  assertClusterTakes(existing, scope, options);

  const label = sealingLabel({ scope, namespace, name });
  // A key may be called "__proto__", which an assignment would lose.
  const sealed = Object.fromEntries(
    [...options.values].map(([key, value]) => [
      key,
      sealNamedValue(key, { certificate, label, value }),
    ]),
  );
  const encryptedData = { ...existing?.encryptedData, ...sealed };
  const annotations = recordAnnotations(
    options,
    existing,
    encryptedData,
    label,
  );

  const text =
    existing && options.text !== undefined
      ? editSealedSecret(options.text, path, existing, {
          sealed,
          annotations: { ...scopeAnnotations(scope), ...annotations },
          templateAnnotations: scopeAnnotations(scope),
          isNewScope: scope !== existing.scope,
        })
      : renderSealedSecret(options, scope, sealed, annotations);
  const { needsServerSideApply } = assertClusterHolds({
    text,
    path,
    namespace,
    name,
    encryptedData,
  });
  return { text, encryptedData, scope, needsServerSideApply };
}

function sealNamedValue(
  key: string,
  options: Parameters<typeof sealValue>[0],
): string {
  try {
    return sealValue(options);
  } catch (error) {
    if (error instanceof InputError) {
      throw new InputError(`Key ${key}: ${error.message}`);
    }
    throw error;
  }
}

function assertValues(values: Map<string, Uint8Array>): void {
  if (values.size === 0) {
    throw new InputError('There is no value to seal');
  }
  let size = 0;
  for (const [key, value] of values) {
    assertKeyName(key);
    size += value.length;
  }
  if (size > SECRET_SIZE_LIMIT) {
    throw new InputError(
      `The values have ${size} bytes together: a Secret holds at most ${SECRET_SIZE_LIMIT} bytes`,
    );
  }
}

/** Refuses what the cluster would refuse, or never open, after the merge. */
function assertClusterTakes(
  existing: SealedSecretObject | undefined,
  scope: SealingScope,
  options: SealIntoManifestOptions,
): void {
  const { namespace, name, values, template } = options;
  const path = options.path ?? 'The SealedSecret';
  if (existing) {
    const place = { path, namespace, name };
    assertCanChange(existing, place);
    assertTypeCanChange(existing, template?.type, place);
    assertScopeCanChange(existing, scope, values, place);
  }
  assertTypeHolds({
    what: `${
      existing ? `${path}, line ${existing.line}: ` : ''
    }Secret ${namespace}/${name}`,
    type: existing ? existing.type : template?.type,
    keys: secretKeys(
      [...Object.keys(existing?.encryptedData ?? {}), ...values.keys()],
      existing?.templateData ?? {},
    ),
    values,
    annotations: existing?.templateAnnotations ?? template?.annotations,
  });
}

function recordAnnotations(
  options: SealIntoManifestOptions,
  existing: SealedSecretObject | undefined,
  encryptedData: Record<string, string>,
  label: string,
): Record<string, string> {
  const { values, now, certificate, rotated } = options;
  const sealedAt = now.toISOString();
  const composed = existing?.composedKeys ?? {};
  const earlier = new Map(Object.entries(existing?.sealedKeys ?? {}));
  const records = new Map<string, SealedKeyRecord>();
  for (const key of Object.keys(encryptedData)) {
    const record = values.has(key)
      ? {
          sealedAt,
          ...(rotated && { rotatedAt: sealedAt }),
          certificate: certificate.fingerprint,
          label,
        }
      : earlier.get(key);
    if (record) {
      records.set(key, record);
    }
  }
  const groups =
    options.linkedKeys ?? relinkKeys(existing?.linkedKeys ?? [], values);
  // "No links" is worth recording where the convention would assume some.
  const isKnown =
    options.linkedKeys !== undefined ||
    existing?.linkedKeys !== undefined ||
    groups.length > 0 ||
    (!existing && linkedKeyGroups([...values.keys()], undefined).length > 0);
  return {
    [ANNOTATION_SEALED_KEYS]: renderSealedKeys(records),
    ...(isKnown && { [ANNOTATION_LINKED_KEYS]: renderLinkedKeys(groups) }),
    ...composedAnnotation(composed, composedAfter(composed, values)),
  };
}

function editSealedSecret(
  text: string,
  path: string,
  { position }: SealedSecretObject,
  change: {
    sealed: Record<string, string>;
    annotations: Record<string, string>;
    templateAnnotations: Record<string, string>;
    isNewScope: boolean;
  },
): string {
  const edits: [string[], Record<string, string>][] = [
    [['spec', 'encryptedData'], change.sealed],
    [['metadata', 'annotations'], change.annotations],
    [
      ['spec', 'template', 'metadata', 'annotations'],
      change.templateAnnotations,
    ],
  ];
  // What said another scope before.
  const remove = scopeAnnotationNames.filter(
    annotation => !Object.hasOwn(change.templateAnnotations, annotation),
  );
  let edited = text;
  for (const [mapping, entries] of edits) {
    edited = mergeEntries(edited, { path, position, mapping, entries });
    if (change.isNewScope && mapping.at(-1) === 'annotations') {
      edited = changeKeys(edited, { path, position, mapping, remove });
    }
  }
  return edited;
}

function renderSealedSecret(
  options: SealIntoManifestOptions,
  scope: SealingScope,
  sealed: Record<string, string>,
  recorded: Record<string, string>,
): string {
  const { namespace, name, template = {} } = options;
  const templateAnnotations = {
    ...template.annotations,
    ...scopeAnnotations(scope),
  };
  const tree: { [key: string]: YamlTree } = {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: {
      name,
      namespace,
      annotations: {
        ...options.annotations,
        ...scopeAnnotations(scope),
        ...recorded,
      },
    },
    spec: {
      encryptedData: sealed,
      template: {
        metadata: {
          name,
          namespace,
          ...optional('labels', template.labels),
          ...optional('annotations', templateAnnotations),
        },
        ...(template.immutable && { immutable: true }),
        type: template.type ?? 'Opaque',
      },
    },
  };
  return `${renderMapping(tree, 0, 2).join('\n')}\n`;
}

function optional(
  key: string,
  entries: Record<string, string> = {},
): { [key: string]: YamlTree } {
  return Object.keys(entries).length > 0 ? { [key]: entries } : {};
}
