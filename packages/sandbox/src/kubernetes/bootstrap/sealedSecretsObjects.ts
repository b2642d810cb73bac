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

import { KubernetesObject } from '../objects/KubernetesObject';
import { SEALED_SECRET_SCHEMA } from '../resources/sealedSecretSchema';

export const CONTROLLER_NAME = 'sealed-secrets-controller';

/** The sealed-secrets controller as its own manifest installs it. */
export function sealedSecretsObjects(namespace: string): KubernetesObject[] {
  const labels = { name: CONTROLLER_NAME };
  const metadata = { name: CONTROLLER_NAME, namespace, labels };
  return [
    sealedSecretDefinition(),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { ports: [{ port: 8080, targetPort: 8080 }], selector: labels },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        minReadySeconds: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: CONTROLLER_NAME,
            containers: [
              {
                name: CONTROLLER_NAME,
                image: 'docker.io/bitnami/sealed-secrets-controller:0.36.6',
                command: ['controller'],
                ports: [
                  { name: 'http', containerPort: 8080 },
                  { name: 'metrics', containerPort: 8081 },
                ],
                readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
                livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
              },
            ],
          },
        },
      },
    },
  ];
}

function sealedSecretDefinition(): KubernetesObject {
  const names = {
    plural: 'sealedsecrets',
    singular: 'sealedsecret',
    kind: 'SealedSecret',
    listKind: 'SealedSecretList',
  };
  const established = {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'sealedsecrets.bitnami.com' },
    spec: {
      group: 'bitnami.com',
      names,
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: SEALED_SECRET_SCHEMA },
        },
      ],
    },
    status: {
      acceptedNames: names,
      conditions: [established],
      storedVersions: ['v1alpha1'],
    },
  };
}
