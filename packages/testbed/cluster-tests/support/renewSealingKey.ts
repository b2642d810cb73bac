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

import { waitFor } from '../../src';
import { KubernetesObject } from './kubernetes';
import { Testbed } from './openTestbed';

interface Deployment extends KubernetesObject {
  spec: { template: { spec: { containers: Array<{ args?: string[] }> } } };
}

const ACTIVE = 'sealedsecrets.bitnami.com/sealed-secrets-key=active';

/** The names of the controller's keys. */
async function keyNames({ kubernetes, description }: Testbed) {
  const keys = await kubernetes.list({
    kind: 'secrets',
    namespace: description.sealedSecrets.controllerNamespace,
    selector: ACTIVE,
  });
  return keys.map(({ metadata }) => metadata.name);
}

/**
 * Has the controller make a new key, as it does by itself once a month: it is
 * restarted with a cut-off time of now, and then as it was. The earlier keys go
 * on to open.
 */
export async function renewSealingKey(testbed: Testbed): Promise<void> {
  const { kubernetes, description } = testbed;
  const { controllerName: name, controllerNamespace: namespace } =
    description.sealedSecrets;
  const workload = { kind: 'deployment', namespace, name };
  const deployment = await kubernetes.get<Deployment>(workload);
  const args = deployment.spec.template.spec.containers[0].args ?? [];
  const restart = async (newArgs: string[]) => {
    await kubernetes.kubectl([
      'patch',
      workload.kind,
      name,
      `--namespace=${namespace}`,
      '--type=json',
      `--patch=${JSON.stringify([
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/args',
          value: newArgs,
        },
      ])}`,
    ]);
    await kubernetes.waitForRollout(namespace, `deployment/${name}`);
  };
  const before = await keyNames(testbed);
  // Certificates begin in whole seconds.
  const now = new Date().toUTCString().replace('GMT', '+0000');
  try {
    await restart([...args, `--key-cutoff-time=${now}`]);
    await waitFor(
      'Making a new sealing key',
      async () => (await keyNames(testbed)).length > before.length,
      { timeoutMs: 60_000 },
    );
  } finally {
    await restart(args);
  }
}
