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
  encryptedDataChecksum,
  parseSealingCertificate,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { stringify } from 'yaml';
import { Backstage, CLUSTER } from '../support/backstage';
import { Canary, makeCanary } from '../support/canary';
import {
  createDeploymentRepository,
  DeploymentRepository,
  PATHS,
} from '../support/deploymentRepository';
import { openTestbed, Testbed } from '../support/openTestbed';
import { createSafekeepAccount } from '../support/safekeepAccount';
import { TaskResult } from '../support/scaffolder';
import { started } from '../support/started';

const NAMESPACE = 'secrets-suite';
const COMPONENT = 'secrets-suite';

/** Where the SealedSecrets of the suite are, and what reads them. */
export const FILES = {
  sealed: `${PATHS.base}/sealed-secrets/all.yaml`,
  reader: `${PATHS.base}/deployments/reader.yaml`,
};

/** A service with two SealedSecrets in one file, on a cluster, with Safekeep beside it. */
export class SecretsRun {
  readonly canary: Canary = makeCanary();
  #testbed?: Testbed;
  #repository?: DeploymentRepository;
  #backstage?: Backstage;

  async start(): Promise<void> {
    const testbed = await openTestbed();
    this.#testbed = testbed;
    const repository = await createDeploymentRepository(testbed, {
      name: 'secrets-suite',
      namespace: NAMESPACE,
      component: COMPONENT,
    });
    this.#repository = repository;
    await testbed.kubernetes.delete({ kind: 'namespace', name: NAMESPACE });
    this.#backstage = await Backstage.start({
      testbed,
      clusterToken: await createSafekeepAccount(testbed),
      catalogUrls: [repository.catalogUrl],
      entityRefs: [repository.entityRef, 'template:default/re-encrypt-secrets'],
    });
    await this.#fillRepository();
    await this.applyFolder();
  }

  async stop(): Promise<void> {
    await this.#backstage?.stop();
    await this.#testbed?.kubernetes.delete({
      kind: 'namespace',
      name: NAMESPACE,
    });
    await this.#repository?.git.delete();
  }

  get testbed(): Testbed {
    return started(this.#testbed);
  }

  get repository(): DeploymentRepository {
    return started(this.#repository);
  }

  get backstage(): Backstage {
    return started(this.#backstage);
  }

  get namespace(): string {
    return NAMESPACE;
  }

  /** Runs the template for all of the folder, or for what `values` say. */
  async reencrypt(values: Record<string, string> = {}): Promise<TaskResult> {
    return this.backstage.runTemplate({
      template: 'template:default/re-encrypt-secrets',
      values: {
        entityRef: this.repository.entityRef,
        cluster: CLUSTER,
        repository: this.repository.gitopsUrl,
        ...values,
      },
    });
  }

  /** What a sync does. */
  async applyFolder(): Promise<void> {
    const { git } = this.repository;
    for (const path of [
      `${PATHS.base}/namespace.yaml`,
      FILES.sealed,
      FILES.reader,
    ]) {
      await this.testbed.kubernetes.apply(await git.read(path));
    }
  }

  /** Waits until the controller has dealt with what was applied last. */
  async waitUntilOpened(
    name: string,
    namespace: string = NAMESPACE,
  ): Promise<void> {
    const { kubernetes } = this.testbed;
    const { metadata } = await kubernetes.get({
      kind: 'sealedsecret',
      namespace,
      name,
    });
    for (const condition of [
      `jsonpath={.status.observedGeneration}=${metadata.generation}`,
      'condition=Synced',
    ]) {
      await kubernetes.kubectl([
        'wait',
        `sealedsecret/${name}`,
        `--namespace=${namespace}`,
        `--for=${condition}`,
        '--timeout=60s',
      ]);
    }
  }

  async #fillRepository(): Promise<void> {
    const { description } = this.testbed;
    const { pem } = await this.backstage.sealingCertificate();
    const common = {
      certificate: parseSealingCertificate(pem),
      namespace: NAMESPACE,
      now: new Date(),
    };
    const strict = sealIntoManifest({
      ...common,
      name: 'strict',
      values: new Map([
        ['USER', Buffer.from('observer')],
        ['PASSWORD', Buffer.from(this.canary.value)],
        ['BYTES', Buffer.from([0, 255, 10, 13])],
      ]),
    });
    const wide = sealIntoManifest({
      ...common,
      name: 'wide',
      scope: 'namespace-wide',
      values: new Map([['TOKEN', Buffer.from(`wide ${this.canary.value}`)]]),
    });
    const reader = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'reader', namespace: NAMESPACE },
      spec: {
        selector: { matchLabels: { app: 'reader' } },
        template: {
          metadata: {
            labels: { app: 'reader' },
            annotations: {
              'checksum.safekeep.io/strict': encryptedDataChecksum(
                strict.encryptedData,
              ),
            },
          },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [
              {
                name: 'reader',
                image: description.images.shell,
                command: ['sleep', '86400'],
                env: [
                  {
                    name: 'PASSWORD',
                    valueFrom: {
                      secretKeyRef: { name: 'strict', key: 'PASSWORD' },
                    },
                  },
                ],
              },
            ],
          },
        },
      },
    };
    await this.repository.git.commit('feat: two SealedSecrets', [
      { path: PATHS.plainSecret },
      {
        path: PATHS.kustomization,
        text: `resources:\n  - namespace.yaml\n  - sealed-secrets/all.yaml\n  - deployments/reader.yaml\n`,
      },
      {
        path: FILES.sealed,
        text: `# Two in one file.\n${withTemplateData(strict.text)}---\n${
          wide.text
        }# The end.\n`,
      },
      { path: FILES.reader, text: stringify(reader) },
    ]);
  }
}

/** What the controller's own re-encryption would lose. */
function withTemplateData(text: string): string {
  return text.replace(
    /^ {2}template:\n/m,
    `$&    data:\n      URL: "postgres://{{ .USER }}@db" # rendered in the cluster\n`,
  );
}
