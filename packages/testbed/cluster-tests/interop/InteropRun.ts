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

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import {
  ParsedSealingCertificate,
  parseSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { readDescription, TestbedDescription } from '../../src';
import { Kubernetes } from '../support/kubernetes';
import { makeFolder } from '../support/openTestbed';
import { started } from '../support/started';
import { Kubeseal } from './Kubeseal';

const USUAL_PLACE = '/var/lib/safekeep-testbed/description.json';
const LABEL = 'safekeep.io/interop';

/** A run of the suite: a cluster, its certificate, and namespaces of its own. */
export class InteropRun {
  /**
   * Where it seals for. The last is a number for whoever reads YAML without
   * looking at quotes.
   */
  readonly namespaces: string[];
  /** For whatever is written, readable by its owner only. */
  folder = '';

  readonly #id = randomBytes(3).toString('hex');
  #description?: TestbedDescription;
  #kubernetes?: Kubernetes;
  #kubeseal?: Kubeseal;
  #certificate?: ParsedSealingCertificate;

  constructor() {
    this.namespaces = [
      `interop-${this.#id}-a`,
      `interop-${this.#id}-b`,
      String(Date.now()),
    ];
  }

  async start(): Promise<void> {
    const file = process.env.SAFEKEEP_TESTBED || USUAL_PLACE;
    const description = await readDescription(file);
    this.#description = description;
    this.#kubernetes = new Kubernetes(description);
    this.#kubeseal = new Kubeseal(description);
    this.folder = await makeFolder('interop');
    await this.kubernetes.apply(
      this.namespaces.map(name => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { [LABEL]: this.#id } },
      })),
    );
    this.#certificate = parseSealingCertificate(
      await this.kubeseal.run(['--fetch-cert']),
    );
  }

  /** Removes what it made; the Secrets go with their SealedSecrets. */
  async stop(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    for (const namespace of this.namespaces) {
      // Before the namespace: else the controller makes the Secrets again.
      await this.kubernetes.kubectl([
        'delete',
        '--raw',
        `/apis/bitnami.com/v1alpha1/namespaces/${namespace}/sealedsecrets`,
      ]);
    }
    await this.kubernetes.kubectl([
      'delete',
      'namespaces',
      `--selector=${LABEL}=${this.#id}`,
      '--wait=false',
    ]);
  }

  get description(): TestbedDescription {
    return started(this.#description);
  }

  get kubernetes(): Kubernetes {
    return started(this.#kubernetes);
  }

  get kubeseal(): Kubeseal {
    return started(this.#kubeseal);
  }

  /** The controller's own, as it serves it. */
  get certificate(): ParsedSealingCertificate {
    return started(this.#certificate);
  }
}
