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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Kubectl } from '../cluster/Kubectl';
import { IMAGES } from '../images/images';

export const CONTROLLER_NAME = 'sealed-secrets-controller';
export const CONTROLLER_NAMESPACE = 'kube-system';

/** Above what a thousand SealedSecrets in a minute need; the default is 5 a second. */
const REQUESTS_PER_SECOND = 200;

/**
 * Installs the sealed-secrets controller as its release manifest does: same names,
 * rights and restrictions.
 *
 * @param source - where the schema of its resource lies
 */
export async function installSealedSecrets(
  kubectl: Kubectl,
  source: string,
): Promise<void> {
  const [schema] = [
    parse(await readFile(join(source, 'schema-v1alpha1.yaml'), 'utf8')),
  ].flat();
  await kubectl.apply([
    definition(schema),
    ...accountAndRights(),
    ...controller(),
  ]);
}

function definition(schema: object): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'sealedsecrets.bitnami.com' },
    spec: {
      group: 'bitnami.com',
      names: {
        kind: 'SealedSecret',
        listKind: 'SealedSecretList',
        plural: 'sealedsecrets',
        singular: 'sealedsecret',
      },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema,
          additionalPrinterColumns: [
            column('Status', 'string', '.status.conditions[0].message'),
            column('Synced', 'string', '.status.conditions[0].status'),
            column('Age', 'date', '.metadata.creationTimestamp'),
          ],
        },
      ],
    },
  };
}

function column(name: string, type: string, jsonPath: string): object {
  return { name, type, jsonPath };
}

function accountAndRights(): object[] {
  const group = 'rbac.authorization.k8s.io';
  const namespace = CONTROLLER_NAMESPACE;
  const account = { kind: 'ServiceAccount', name: CONTROLLER_NAME, namespace };
  const bind = (name: string, role: object, subject: object, own?: string) => ({
    apiVersion: `${group}/v1`,
    kind: own ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, namespace: own },
    roleRef: { apiGroup: group, ...role },
    subjects: [subject],
  });
  const allow = (apiGroup: string, resources: string[], verbs: string[]) => ({
    apiGroups: [apiGroup],
    resources,
    verbs,
  });
  const role = (name: string, rules: object[], own?: string) => ({
    apiVersion: `${group}/v1`,
    kind: own ? 'Role' : 'ClusterRole',
    metadata: { name, namespace: own },
    rules,
  });
  const proxier = 'sealed-secrets-service-proxier';
  const keyAdmin = 'sealed-secrets-key-admin';
  const everyone = {
    apiGroup: group,
    kind: 'Group',
    name: 'system:authenticated',
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: CONTROLLER_NAME, namespace },
    },
    role('secrets-unsealer', [
      allow('bitnami.com', ['sealedsecrets'], ['get', 'list', 'watch']),
      allow('bitnami.com', ['sealedsecrets/status'], ['update']),
      allow(
        '',
        ['secrets'],
        ['get', 'list', 'create', 'update', 'delete', 'watch'],
      ),
      allow('', ['events'], ['create', 'patch']),
      allow('', ['namespaces'], ['get']),
    ]),
    role(keyAdmin, [allow('', ['secrets'], ['create', 'list'])], namespace),
    role(
      proxier,
      [
        {
          ...allow('', ['services'], ['get']),
          resourceNames: [CONTROLLER_NAME],
        },
        {
          ...allow('', ['services/proxy'], ['create', 'get']),
          resourceNames: [
            `http:${CONTROLLER_NAME}:`,
            `http:${CONTROLLER_NAME}:http`,
            CONTROLLER_NAME,
          ],
        },
      ],
      namespace,
    ),
    bind(
      CONTROLLER_NAME,
      { kind: 'ClusterRole', name: 'secrets-unsealer' },
      account,
    ),
    bind(CONTROLLER_NAME, { kind: 'Role', name: keyAdmin }, account, namespace),
    bind(proxier, { kind: 'Role', name: proxier }, everyone, namespace),
  ];
}

function controller(): object[] {
  const labels = { name: CONTROLLER_NAME };
  const metadata = {
    name: CONTROLLER_NAME,
    namespace: CONTROLLER_NAMESPACE,
    labels,
  };
  const probe = { httpGet: { path: '/healthz', port: 'http' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: labels,
        ports: [{ port: 8080, targetPort: 8080 }],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: CONTROLLER_NAME,
            securityContext: {
              fsGroup: 65534,
              runAsNonRoot: true,
              runAsUser: 1001,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: CONTROLLER_NAME,
                image: IMAGES.sealedSecrets,
                imagePullPolicy: 'IfNotPresent',
                command: ['controller'],
                args: [
                  `--kubeclient-qps=${REQUESTS_PER_SECOND}`,
                  `--kubeclient-burst=${2 * REQUESTS_PER_SECOND}`,
                ],
                ports: [
                  { name: 'http', containerPort: 8080 },
                  { name: 'metrics', containerPort: 8081 },
                ],
                readinessProbe: probe,
                livenessProbe: probe,
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    },
  ];
}
