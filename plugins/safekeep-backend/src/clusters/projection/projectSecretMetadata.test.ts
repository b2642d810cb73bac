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

import fc from 'fast-check';
import { projectSecretMetadata } from './projectSecretMetadata';

const CANARY = 'canary-51c7e0';

function metadata(fields: object) {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { name: 'db', namespace: 'shop', ...fields },
  };
}

function written(fieldsV1: object, more: object = {}) {
  return {
    manager: 'controller',
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-11-23T07:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...more,
  };
}

describe('projectSecretMetadata', () => {
  it('keeps names: owners, two annotations, and who wrote which key', () => {
    const observation = projectSecretMetadata(
      metadata({
        uid: 'c0ffee',
        labels: { note: CANARY },
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"A":"${CANARY}"}}`,
          'sealedsecrets.bitnami.com/managed': 'true',
          'sealedsecrets.bitnami.com/patch': 'yes',
          note: CANARY,
        },
        ownerReferences: [
          {
            apiVersion: 'bitnami.com/v1alpha1',
            kind: 'SealedSecret',
            name: 'db',
            uid: '7c1',
            controller: true,
          },
          { kind: 'Deployment', name: 'x', uid: '8d2' },
        ],
        managedFields: [
          written({
            'f:data': { '.': {}, 'f:DB_USER': {}, 'f:tls.crt': {} },
            'f:metadata': {
              'f:ownerReferences': { '.': {}, 'k:{"uid":"7c1"}': {} },
            },
            'f:type': {},
          }),
          written(
            { 'f:data': { 'f:f:odd': {}, 'f:DB_PASSWORD': {} } },
            { manager: 'kubectl-edit', time: '2026-11-23T08:00:00Z' },
          ),
          written(
            { 'f:metadata': { 'f:annotations': {} } },
            { manager: 'kubectl-annotate' },
          ),
        ],
      }),
    );
    expect(observation).toEqual({
      kind: 'Secret',
      namespace: 'shop',
      name: 'db',
      owners: [
        { kind: 'SealedSecret', name: 'db', uid: '7c1', controller: true },
        { kind: 'Deployment', name: 'x', uid: '8d2', controller: false },
      ],
      managed: true,
      patched: false,
      writers: [
        {
          manager: 'controller',
          time: '2026-11-23T07:00:00Z',
          keys: ['DB_USER', 'tls.crt'],
          owners: ['7c1'],
        },
        {
          manager: 'kubectl-edit',
          time: '2026-11-23T08:00:00Z',
          keys: ['DB_PASSWORD', 'f:odd'],
          owners: [],
        },
      ],
    });
    expect(JSON.stringify(observation)).not.toContain(CANARY);
  });

  it.each([
    ['no managed fields', undefined],
    ['managed fields that were removed', []],
    ['an entry that was emptied', [{}]],
    ['fields of another version', [written({}, { fieldsType: 'FieldsV2' })]],
    [
      'a server-side apply of stringData',
      [written({ 'f:stringData': { 'f:A': {} } })],
    ],
  ])('knows no keys with %s', (_, managedFields) => {
    expect(
      projectSecretMetadata(metadata({ managedFields }))?.writers,
    ).toBeUndefined();
  });

  it('knows that there are no keys where everything written is something else', () => {
    expect(
      projectSecretMetadata(
        metadata({ managedFields: [written({ 'f:type': {} })] }),
      )?.writers,
    ).toEqual([]);
  });

  it.each([
    ['a whole Secret', { ...metadata({}), kind: 'Secret' }],
    ['a Secret in disguise', { ...metadata({}), data: { A: CANARY } }],
    ['stringData in disguise', { ...metadata({}), stringData: {} }],
    ['nothing', undefined],
  ])('refuses %s, without a word of it', (_, object) => {
    let message = '';
    try {
      projectSecretMetadata(object);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('more than metadata');
    expect(message).not.toContain(CANARY);
  });

  it('keeps nothing of annotations and labels, whatever they are', () => {
    const texts = fc
      .uuid()
      .chain(value =>
        fc.record({ value: fc.constant(value), key: fc.string() }),
      );
    fc.assert(
      fc.property(texts, ({ value, key }) => {
        const seen = projectSecretMetadata(
          metadata({
            annotations: { [key]: value },
            labels: { [key]: value },
            finalizers: [value],
            managedFields: [
              written({ [value]: {}, 'f:data': { [value]: {} } }),
            ],
          }),
        );
        expect(JSON.stringify(seen)).not.toContain(value);
      }),
    );
  });
});
