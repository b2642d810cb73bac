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
import { parseAllDocuments } from 'yaml';
import { parseSealingCertificate } from '../../sealing';
import {
  createSealingKeyPair,
  SealingKeyPair,
} from '../../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../../sealing/__testUtils__/unseal';
import { sealSecret } from '../sealSecret';
import { applyChanges, observerFiles } from './observerFiles';

const SERVICE = `---
apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector: { app: postgres }
  ports:
    - { name: sql, port: 6432, targetPort: 5432 }
`;

export const SEALED_PATH = 'sealed-secrets/observer-sealed-secrets.yaml';
const LABEL = 'observer-prod/observer-secrets';

/** The observer repository with the Service of its database. */
export function observerWithService(): Map<string, string> {
  const files = observerFiles();
  const path = 'deployments/postgres.yaml';
  return files.set(path, files.get(path)! + SERVICE);
}

/** The observer repository once sealed, and what one does with it in tests. */
export class SealedObserver {
  readonly keyPair: SealingKeyPair = createSealingKeyPair();
  files: Map<string, string>;

  constructor() {
    const files = observerWithService();
    const now = new Date('2026-03-01T00:00:00Z');
    this.files = applyChanges(
      files,
      sealSecret(files, { ...this.options, now }).changes,
    );
  }

  readonly #certificate = parseSealingCertificate(this.keyPair.certificate);

  get options() {
    return {
      certificate: this.#certificate,
      namespace: 'observer-prod',
      name: 'observer-secrets',
      now: new Date('2026-11-22T10:00:00Z'),
    };
  }

  edit(path: string, change: (text: string) => string): this {
    const before = this.files.get(path)!;
    const after = change(before);
    if (before === after) {
      throw new InputError(`${path} was not changed`);
    }
    this.files.set(path, after);
    return this;
  }

  /** What is in the files now. */
  read(files = this.files) {
    const [document] = parseAllDocuments(files.get(SEALED_PATH)!);
    const { metadata, spec } = document.toJS();
    const encrypted = spec.encryptedData as Record<string, string>;
    const annotation = (name: string) =>
      JSON.parse(metadata.annotations[`safekeep.io/${name}`] ?? 'null');
    return {
      encrypted,
      values: Object.fromEntries(
        Object.entries(encrypted).map(([key, ciphertext]) => [
          key,
          unseal(ciphertext, this.keyPair, LABEL).toString(),
        ]),
      ) as Record<string, string>,
      records: annotation('sealed-keys'),
      links: annotation('linked-keys'),
      slots: annotation('password-slots'),
      reencrypted: annotation('re-encrypted'),
    };
  }

  /** The Job of a file, as the kubelet would start it with the Secret of now. */
  job(path: string) {
    const job = parseAllDocuments(this.files.get(path)!)[0].toJS();
    const { values } = this.read();
    const [container] = job.spec.template.spec.containers;
    const files: Record<string, string> = {};
    for (const source of job.spec.template.spec.volumes[0].projected.sources) {
      for (const { key, path: file } of source.secret.items) {
        if (key in values) {
          files[file] = values[key];
        }
      }
    }
    const environment: Record<string, string> = {};
    for (const { name, value, valueFrom } of container.env) {
      environment[name] = value ?? values[valueFrom.secretKeyRef.key];
    }
    return { job, files, environment, script: container.args[0] as string };
  }
}
