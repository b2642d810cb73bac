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

import { randomBytes, randomUUID } from 'node:crypto';
import { KindName } from '../kinds';
import { managedFields } from './managedFields';
import { labelsOf, podSpec } from './podTemplate';

const NAMESPACES = 500;
const TIME = '2026-11-20T09:12:44Z';
/** A session key that RSA with 4096 bits wraps, and a short value behind it. */
const SEALED_BYTES = 2 + 512 + 40;

/** An object as a list shows it: without apiVersion and kind, which the list has. */
export interface SyntheticObject {
  metadata: {
    namespace: string;
    name: string;
    resourceVersion: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** The same objects, but for what is random, at each call. */
export const SYNTHETIC: Record<KindName, (index: number) => SyntheticObject> = {
  Pod: pod,
  StatefulSet: statefulSet,
  PersistentVolumeClaim: claim,
  Service: service,
  SealedSecret: sealedSecret,
  Job: job,
};

function nameOf(index: number): string {
  return `service-${String(index).padStart(5, '0')}`;
}

function objectOf(
  index: number,
  options: {
    apiVersion: string;
    name: string;
    by: string;
    metadata?: object;
    spec: object;
    status?: { by: string; fields: object };
  },
): SyntheticObject {
  const labels = labelsOf(nameOf(index));
  const { metadata, spec, status } = options;
  return {
    metadata: {
      name: options.name,
      namespace: `team-${String(index % NAMESPACES).padStart(3, '0')}`,
      uid: randomUUID(),
      resourceVersion: String(1_000_000 + index),
      generation: 1,
      creationTimestamp: TIME,
      labels,
      ...metadata,
      managedFields: managedFields(
        [
          {
            manager: options.by,
            fields: { metadata: { labels, ...metadata }, spec },
          },
          ...(status
            ? [
                {
                  manager: status.by,
                  fields: { status: status.fields },
                  subresource: 'status',
                },
              ]
            : []),
        ],
        options.apiVersion,
      ),
    },
    spec,
    ...(status && { status: status.fields }),
  };
}

function ownedBy(apiVersion: string, kind: string, name: string) {
  return {
    ownerReferences: [
      {
        apiVersion,
        kind,
        name,
        uid: randomUUID(),
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

function condition(type: string, more: object = {}) {
  return { type, status: 'True', lastTransitionTime: TIME, ...more };
}

function pod(index: number): SyntheticObject {
  const name = nameOf(index);
  const digest = randomBytes(32).toString('hex');
  return objectOf(index, {
    apiVersion: 'v1',
    name: `${name}-0`,
    by: 'kube-controller-manager',
    metadata: {
      annotations: {
        'safekeep.io/secret-checksum': digest,
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '8080',
      },
      ...ownedBy('apps/v1', 'StatefulSet', name),
    },
    spec: { ...podSpec(name), nodeName: `node-${index % 100}` },
    status: {
      by: 'kubelet',
      fields: {
        phase: 'Running',
        qosClass: 'Burstable',
        hostIP: '10.0.3.17',
        podIP: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        startTime: TIME,
        conditions: [
          'PodReadyToStartContainers',
          'Initialized',
          'Ready',
          'ContainersReady',
          'PodScheduled',
        ].map(type => condition(type, { lastProbeTime: null })),
        containerStatuses: [
          {
            name,
            image: `registry.example.org/platform/${name}:2026.11.3`,
            imageID: `registry.example.org/platform/${name}@sha256:${digest}`,
            containerID: `containerd://${randomBytes(32).toString('hex')}`,
            ready: true,
            started: true,
            restartCount: index % 7 === 0 ? 2 : 0,
            state: { running: { startedAt: TIME } },
            lastState: {},
          },
        ],
      },
    },
  });
}

function statefulSet(index: number): SyntheticObject {
  const name = nameOf(index);
  return objectOf(index, {
    apiVersion: 'apps/v1',
    name,
    by: 'argocd-application-controller',
    spec: {
      replicas: 1,
      serviceName: name,
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: labelsOf(name) }, spec: podSpec(name) },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { partition: 0 },
      },
    },
    status: {
      by: 'kube-controller-manager',
      fields: {
        observedGeneration: 1,
        replicas: 1,
        readyReplicas: 1,
        currentReplicas: 1,
        updatedReplicas: 1,
        availableReplicas: 1,
        currentRevision: `${name}-6c9f7d5b8d`,
        updateRevision: `${name}-6c9f7d5b8d`,
        collisionCount: 0,
      },
    },
  });
}

function claim(index: number): SyntheticObject {
  const name = nameOf(index);
  return objectOf(index, {
    apiVersion: 'v1',
    name: `data-${name}`,
    by: 'kube-controller-manager',
    metadata: {
      annotations: {
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
      },
      finalizers: ['kubernetes.io/pvc-protection'],
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'local-path',
      volumeMode: 'Filesystem',
      volumeName: `pvc-${randomUUID()}`,
    },
    status: {
      by: 'kube-controller-manager',
      fields: {
        phase: 'Bound',
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '10Gi' },
      },
    },
  });
}

function service(index: number): SyntheticObject {
  const name = nameOf(index);
  const clusterIP = `10.96.${(index >> 8) & 255}.${index & 255}`;
  return objectOf(index, {
    apiVersion: 'v1',
    name,
    by: 'argocd-application-controller',
    spec: {
      type: 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      selector: { app: name },
      sessionAffinity: 'None',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
    },
    status: {
      by: 'kube-controller-manager',
      fields: { loadBalancer: {} },
    },
  });
}

function sealedSecret(index: number): SyntheticObject {
  const name = `${nameOf(index)}-secrets`;
  const sealed = () => randomBytes(SEALED_BYTES).toString('base64');
  return objectOf(index, {
    apiVersion: 'bitnami.com/v1alpha1',
    name,
    by: 'argocd-application-controller',
    spec: {
      encryptedData: {
        username: sealed(),
        password: sealed(),
        token: sealed(),
        'tls.key': sealed(),
      },
      template: { metadata: { name, labels: labelsOf(nameOf(index)) } },
    },
    status: {
      by: 'controller',
      fields: {
        observedGeneration: 1,
        conditions: [condition('Synced', { lastUpdateTime: TIME })],
      },
    },
  });
}

function job(index: number): SyntheticObject {
  const name = nameOf(index);
  return objectOf(index, {
    apiVersion: 'batch/v1',
    name: `${name}-dump-29`,
    by: 'kube-controller-manager',
    metadata: ownedBy('batch/v1', 'CronJob', `${name}-dump`),
    spec: {
      backoffLimit: 2,
      completionMode: 'NonIndexed',
      completions: 1,
      parallelism: 1,
      selector: { matchLabels: { 'batch.kubernetes.io/job-name': name } },
      suspend: false,
      template: { metadata: { labels: labelsOf(name) }, spec: podSpec(name) },
    },
    status: {
      by: 'kube-controller-manager',
      fields: {
        conditions: [condition('SuccessCriteriaMet'), condition('Complete')],
        startTime: TIME,
        completionTime: TIME,
        succeeded: 1,
        ready: 0,
      },
    },
  });
}
