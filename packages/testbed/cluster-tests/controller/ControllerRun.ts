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

import { rm } from 'node:fs/promises';
import {
  installController,
  InstallControllerOptions,
  parseSealingCertificate,
  ParsedSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parseAllDocuments, stringify } from 'yaml';
import { waitFor } from '../../src';
import { makeFolder, openTestbed, Testbed } from '../support/openTestbed';
import { KubernetesObject } from '../support/kubernetes';
import { started } from '../support/started';

/** Where the suite's own controller is, and the other namespace that it serves. */
export const CONTROLLER = {
  name: 'suite-sealer',
  namespace: 'controller-suite',
};
export const SERVED = 'controller-suite-team';

interface Deployment extends KubernetesObject {
  spec: {
    template: {
      spec: { containers: Array<{ image: string; args?: string[] }> };
    };
  };
}

/** The plain manifests of a controller, on the cluster. */
export class ControllerRun {
  #testbed?: Testbed;
  #folder?: string;
  #objects: KubernetesObject[] = [];

  async start(): Promise<void> {
    const testbed = await openTestbed();
    this.#testbed = testbed;
    this.#folder = await makeFolder('controller');
    await this.#clear();
    const planned = installController(
      new Map([['kustomization.yaml', 'resources: []\n']]),
      { ...installOptions(), form: 'manifests' },
    );
    const [file] = planned.changes.filter(({ path }) => path === planned.path);
    this.#objects = parseAllDocuments(file.content ?? '').map(document =>
      document.toJS(),
    );
  }

  async stop(): Promise<void> {
    await this.#clear();
    if (this.#folder) {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  get testbed(): Testbed {
    return started(this.#testbed);
  }

  /** Of this run alone, and removed with it. */
  get folder(): string {
    return started(this.#folder);
  }

  /** What Safekeep wrote, without the definition that the cluster has. */
  get objects(): KubernetesObject[] {
    return this.#objects.filter(
      ({ kind }) => kind !== 'CustomResourceDefinition',
    );
  }

  get definition(): KubernetesObject {
    return started(
      this.#objects.find(({ kind }) => kind === 'CustomResourceDefinition'),
    );
  }

  /** Applies it, with the image that the cluster's own controller has: no registry is there to pull ours from. */
  async install(): Promise<void> {
    const { kubernetes } = this.testbed;
    const image = await this.image();
    await kubernetes.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SERVED } },
    ]);
    const text = this.objects.map(object => stringify(object)).join('---\n');
    await kubernetes.apply(
      text.replace(/docker\.io\/bitnami\/sealed-secrets-controller:\S+/, image),
    );
    await kubernetes.waitForRollout(
      CONTROLLER.namespace,
      `deployment/${CONTROLLER.name}`,
    );
  }

  /** The image of the cluster's own controller. */
  async image(): Promise<string> {
    const { description, kubernetes } = this.testbed;
    const { controllerName, controllerNamespace } = description.sealedSecrets;
    const own = await kubernetes.get<Deployment>({
      kind: 'deployment',
      namespace: controllerNamespace,
      name: controllerName,
    });
    return own.spec.template.spec.containers[0].image;
  }

  /** Through the API server's proxy, as an account that has no rights of its own. */
  async certificate(
    controller = CONTROLLER,
  ): Promise<{ pem: string; parsed: ParsedSealingCertificate }> {
    const { name, namespace } = controller;
    const pem = await this.testbed.kubernetes.kubectl([
      'get',
      '--raw',
      `/api/v1/namespaces/${namespace}/services/http:${name}:http/proxy/v1/cert.pem`,
      '--as=somebody',
      '--as-group=system:authenticated',
    ]);
    return { pem, parsed: parseSealingCertificate(pem) };
  }

  /** Waits until a Secret has a value. */
  async waitForValue(
    secret: { namespace: string; name: string; key: string },
    value: string,
  ): Promise<void> {
    const { namespace, name, key } = secret;
    await waitFor(
      `${key} of Secret ${namespace}/${name}`,
      async () =>
        (await this.testbed.kubernetes.secretValues(namespace, name))[key] ===
        value,
      { timeoutMs: 60_000 },
    );
  }

  async #clear(): Promise<void> {
    for (const name of [CONTROLLER.namespace, SERVED]) {
      await this.testbed.kubernetes.delete({ kind: 'namespace', name });
    }
  }
}

/** It serves two namespaces only: the cluster's own controller serves all. */
export function installOptions(): InstallControllerOptions {
  return {
    controllerName: CONTROLLER.name,
    controllerNamespace: CONTROLLER.namespace,
    namespaces: [SERVED],
  };
}
