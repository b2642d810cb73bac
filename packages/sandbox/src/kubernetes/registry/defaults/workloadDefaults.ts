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

import { isRecord, JsonRecord, recordAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';
import { claimSpecDefaults } from './coreDefaults';
import { podTemplateDefaults } from './podTemplateDefaults';

export function deploymentDefaults(object: KubernetesObject): JsonRecord {
  const spec = recordAt(object, 'spec');
  const strategy = recordAt(spec, 'strategy');
  return {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy:
      strategy.type === 'Recreate'
        ? { type: 'Recreate' }
        : {
            type: 'RollingUpdate',
            ...strategy,
            rollingUpdate: {
              maxSurge: '25%',
              maxUnavailable: '25%',
              ...recordAt(strategy, 'rollingUpdate'),
            },
          },
    template: podTemplateDefaults(spec.template),
  };
}

export function replicaSetDefaults(object: KubernetesObject): JsonRecord {
  const spec = recordAt(object, 'spec');
  return {
    replicas: 1,
    ...spec,
    template: podTemplateDefaults(spec.template),
  };
}

export function statefulSetDefaults(object: KubernetesObject): JsonRecord {
  const spec = recordAt(object, 'spec');
  const strategy = recordAt(spec, 'updateStrategy');
  const result: JsonRecord = {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    ...spec,
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...recordAt(spec, 'persistentVolumeClaimRetentionPolicy'),
    },
    updateStrategy:
      strategy.type === 'OnDelete'
        ? { type: 'OnDelete' }
        : {
            type: 'RollingUpdate',
            ...strategy,
            rollingUpdate: {
              partition: 0,
              ...recordAt(strategy, 'rollingUpdate'),
            },
          },
    template: podTemplateDefaults(spec.template),
  };
  if (Array.isArray(spec.volumeClaimTemplates)) {
    result.volumeClaimTemplates = spec.volumeClaimTemplates.map(template =>
      isRecord(template)
        ? {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            ...template,
            spec: claimSpecDefaults(template.spec),
            status: { phase: 'Pending' },
          }
        : template,
    );
  }
  return result;
}

export function daemonSetDefaults(object: KubernetesObject): JsonRecord {
  const spec = recordAt(object, 'spec');
  return {
    revisionHistoryLimit: 10,
    updateStrategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    },
    ...spec,
    template: podTemplateDefaults(spec.template),
  };
}

/** A Job selects its pods by its own uid, which its template is labelled with once. */
export function jobDefaults(
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
): JsonRecord {
  const spec = recordAt(object, 'spec');
  const { name, uid = '' } = object.metadata;
  const template = podTemplateDefaults(spec.template);
  const metadata = recordAt(template, 'metadata');
  const own = { 'batch.kubernetes.io/controller-uid': uid };
  return {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    ...spec,
    ...(previous ? {} : { selector: { matchLabels: own } }),
    template: previous
      ? template
      : {
          ...template,
          metadata: {
            ...metadata,
            labels: {
              ...recordAt(metadata, 'labels'),
              ...own,
              'batch.kubernetes.io/job-name': name,
              'controller-uid': uid,
              'job-name': name,
            },
          },
        },
  };
}

export function cronJobDefaults(object: KubernetesObject): JsonRecord {
  const spec = recordAt(object, 'spec');
  const template = recordAt(spec, 'jobTemplate');
  const jobSpec = recordAt(template, 'spec');
  return {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    ...spec,
    jobTemplate: {
      ...template,
      spec: { ...jobSpec, template: podTemplateDefaults(jobSpec.template) },
    },
  };
}
