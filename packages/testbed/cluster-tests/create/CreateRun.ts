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
  createPostgres,
  CreatePostgresOptions,
  CreatePostgresResult,
  parseSealingCertificate,
  ParsedSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parseAllDocuments } from 'yaml';
import { fetchCertificate } from '../support/fetchCertificate';
import { KubernetesObject } from '../support/kubernetes';
import { openTestbed, Testbed } from '../support/openTestbed';
import { started } from '../support/started';

export const NAMESPACE = 'create-suite';
export const NAME = 'ticks';
export const ROLE = 'observer';

interface StorageClass extends KubernetesObject {
  volumeBindingMode?: string;
}

/** A database as Safekeep creates it, on the cluster. */
export class CreateRun {
  #testbed?: Testbed;
  #certificate?: ParsedSealingCertificate;
  #storageClass?: string;

  async start(): Promise<void> {
    const testbed = await openTestbed();
    this.#testbed = testbed;
    const { kubernetes } = testbed;
    await this.#clear();
    await kubernetes.apply([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: NAMESPACE,
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      },
    ]);
    this.#certificate = parseSealingCertificate(
      await fetchCertificate(testbed),
    );
    const classes = JSON.parse(
      await kubernetes.kubectl(['get', 'storageclass', '--output=json']),
    ).items as StorageClass[];
    // The kind that a claim without a pod waits for.
    const waiting = classes.find(
      each => each.volumeBindingMode === 'WaitForFirstConsumer',
    );
    this.#storageClass = started(waiting ?? classes[0]).metadata.name;
  }

  async stop(): Promise<void> {
    await this.#clear();
  }

  get testbed(): Testbed {
    return started(this.#testbed);
  }

  get certificate(): ParsedSealingCertificate {
    return started(this.#certificate);
  }

  get kubernetes() {
    return this.testbed.kubernetes;
  }

  plan(change: Partial<CreatePostgresOptions> = {}): CreatePostgresResult {
    return createPostgres(
      new Map([['kustomization.yaml', 'resources: []\n']]),
      {
        certificate: this.certificate,
        namespace: NAMESPACE,
        name: NAME,
        now: new Date(),
        image: this.testbed.description.images.postgres,
        role: ROLE,
        database: 'ticks',
        storageClass: started(this.#storageClass),
        storage: '1Gi',
        memory: '256Mi',
        ...change,
      },
    );
  }

  async #clear(): Promise<void> {
    await this.#testbed?.kubernetes.delete({
      kind: 'namespace',
      name: NAMESPACE,
    });
  }
}

/** The objects of the files that a change makes. */
export function objectsOf({ changes }: CreatePostgresResult) {
  return changes
    .filter(({ action }) => action === 'create')
    .flatMap(({ content }) => parseAllDocuments(content ?? ''))
    .map(document => document.toJS() as KubernetesObject);
}
