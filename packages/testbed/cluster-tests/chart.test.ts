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
  installController,
  parseSealingCertificate,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { waitFor } from '../src';
import { ChartRepository } from './chart/ChartRepository';
import { makeCanary } from './support/canary';
import { KubernetesObject } from './support/kubernetes';
import { openTestbed, Testbed } from './support/openTestbed';

jest.setTimeout(600_000);

const CONTROLLER = { name: 'chart-sealer', namespace: 'chart-suite' };
const SERVED = 'chart-suite-team';

interface Application extends KubernetesObject {
  status?: {
    health?: { status?: string };
    sync?: { status?: string; revision?: string };
    conditions?: Array<{ message: string }>;
  };
}

interface Deployment extends KubernetesObject {
  spec: { template: { spec: { containers: Array<{ image: string }> } } };
}

// The Application that Safekeep writes, installed by Argo CD from the project's chart.
describe('the Helm chart', () => {
  let testbed: Testbed;
  let charts: ChartRepository;
  let application: { name: string; namespace: string };

  async function clear(): Promise<void> {
    await testbed.kubernetes.delete({
      kind: 'application',
      name: CONTROLLER.name,
      namespace: testbed.description.argoCd?.namespace,
    });
    for (const name of [CONTROLLER.namespace, SERVED]) {
      await testbed.kubernetes.delete({ kind: 'namespace', name });
    }
  }

  /** Registry, repository and tag of the cluster's own controller. */
  async function ownImage() {
    const { controllerName, controllerNamespace } =
      testbed.description.sealedSecrets;
    const { spec } = await testbed.kubernetes.get<Deployment>({
      kind: 'deployment',
      namespace: controllerNamespace,
      name: controllerName,
    });
    const [{ image }] = spec.template.spec.containers;
    const [, registry, repository, tag] =
      /^([^/]+)\/(.+):([^:]+)$/.exec(image) ?? [];
    return { registry, repository, tag };
  }

  beforeAll(async () => {
    testbed = await openTestbed();
    const { description, kubernetes } = testbed;
    await clear();
    charts = await ChartRepository.start(description.sealedSecrets.chart ?? '');
    const neighbour = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: other, namespace: ${description.argoCd?.namespace} }
spec:
  destination: { server: '${description.kubernetes.url}', namespace: other }
`;
    const planned = installController(
      new Map([['apps/other.yaml', neighbour]]),
      {
        version: charts.appVersion,
        controllerName: CONTROLLER.name,
        controllerNamespace: CONTROLLER.namespace,
        namespaces: [SERVED],
      },
    );
    const written = parse(
      planned.changes.find(({ path }) => path === planned.path)?.content ?? '',
    );
    // Only where things come from is another here, and the name: others may run beside it.
    written.metadata.name = CONTROLLER.name;
    written.spec.source.repoURL = charts.url;
    written.spec.source.helm.valuesObject.image = await ownImage();
    application = written.metadata;
    await kubernetes.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SERVED } },
      written,
    ]);
  });

  afterAll(async () => {
    charts?.stop();
    await clear();
  });

  it('is installed in the version that was asked for', async () => {
    const revision = await waitFor(
      'The Application',
      async () => {
        const { status } = await testbed.kubernetes.get<Application>({
          kind: 'application',
          ...application,
        });
        const { sync, health } = status ?? {};
        if (sync?.status === 'Synced' && health?.status === 'Healthy') {
          return sync.revision;
        }
        throw new Error(JSON.stringify(status));
      },
      { timeoutMs: 180_000, intervalMs: 1_000 },
    );
    expect(revision).toBe(charts.version);
  });

  it.each([CONTROLLER.namespace, SERVED])(
    'opens what Safekeep seals for %s, under the name that was given',
    async namespace => {
      const { kubernetes } = testbed;
      const canary = makeCanary();
      const pem = await kubernetes.kubectl([
        'get',
        '--raw',
        `/api/v1/namespaces/${CONTROLLER.namespace}/services/http:${CONTROLLER.name}:http/proxy/v1/cert.pem`,
      ]);
      const { text } = sealIntoManifest({
        certificate: parseSealingCertificate(pem),
        namespace,
        name: 'sealed',
        now: new Date(),
        values: new Map([['TOKEN', Buffer.from(canary.value)]]),
      });
      await kubernetes.apply(text);
      const isOpen = await waitFor(
        'The Secret',
        async () =>
          (await kubernetes.secretValues(namespace, 'sealed')).TOKEN ===
          canary.value,
        { timeoutMs: 60_000 },
      );
      expect(isOpen).toBe(true);
    },
  );

  it('stays, with the definition, when the Application is deleted', async () => {
    const { kubernetes } = testbed;
    await kubernetes.delete({ kind: 'application', ...application });
    for (const reference of [
      { kind: 'deployment', ...CONTROLLER },
      { kind: 'customresourcedefinition', name: 'sealedsecrets.bitnami.com' },
    ]) {
      const { metadata } = await kubernetes.get(reference);
      expect(metadata.deletionTimestamp).toBeUndefined();
    }
  });
});
