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
  constants,
  createCipheriv,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { SealingKeys } from '../../unsealing/SealingKeys';
import { labelOf, unsealData } from '../../unsealing/unsealSecret';
import { secretFrom } from './secretTemplate';

const SCOPES = ['cluster-wide', 'namespace-wide'].map(
  scope => `sealedsecrets.bitnami.com/${scope}`,
);

/**
 * What the controller (0.36) makes of a SealedSecret at `/v1/rotate`: sealed
 * with its newest key, and much of the rest lost.
 *
 * @remarks
 * What the template renders becomes a sealed key, and its data is gone. Labels
 * and annotations of the SealedSecret are gone but for the scope, and where its
 * metadata differ from the template's they take those' place. Of what kind it is
 * the answer does not say.
 */
export function reseal(
  sealedSecret: KubernetesObject,
  keys: SealingKeys,
): Omit<KubernetesObject, 'apiVersion' | 'kind'> {
  const { metadata } = sealedSecret;
  const template = recordAt(sealedSecret, 'spec', 'template');
  const secret = secretFrom(
    {
      ...sealedSecret,
      spec: {
        ...recordAt(sealedSecret, 'spec'),
        template: { ...template, metadata },
      },
    },
    unsealData(sealedSecret, keys),
  );
  const label = Buffer.from(labelOf(sealedSecret));
  const { publicKey } = new X509Certificate(keys.newest.certificate);
  const scope = Object.entries(metadata.annotations ?? {}).filter(
    ([name, value]) => SCOPES.includes(name) && value === 'true',
  );
  const { ownerReferences: _, ...templateMetadata } = secret.metadata;
  return {
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      ...(scope.length > 0 && { annotations: Object.fromEntries(scope) }),
    },
    spec: {
      template: {
        metadata: templateMetadata,
        ...(typeof template.type === 'string' && { type: template.type }),
        ...(typeof template.immutable === 'boolean' && {
          immutable: template.immutable,
        }),
      },
      encryptedData: Object.fromEntries(
        Object.entries(recordAt(secret, 'data')).map(([key, value]) => [
          key,
          seal(Buffer.from(String(value), 'base64'), { publicKey, label }),
        ]),
      ),
    },
  };
}

/** Written here and not shared with what seals for Git: it stands for the real controller. */
function seal(
  value: Buffer,
  {
    publicKey,
    label,
  }: { publicKey: X509Certificate['publicKey']; label: Buffer },
): string {
  const sessionKey = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key: publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: label,
    },
    sessionKey,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  return Buffer.concat([
    length,
    wrapped,
    cipher.update(value),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}
