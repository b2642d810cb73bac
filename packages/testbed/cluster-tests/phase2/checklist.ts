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

import { CheckStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { waitFor } from '../../src';
import { isReady, KubernetesObject } from '../support/kubernetes';
import { PATHS } from '../support/deploymentRepository';
import { Phase2, SECRET } from '../support/Phase2';

/**
 * A line of the document's checklists: what a person finds with kubectl and
 * psql, and which of Safekeep's checks says the same.
 */
export interface ChecklistLine {
  /** The document's own words, in English. */
  title: string;
  /** Undefined where Safekeep has no check: it opens no database connection. */
  check?: CheckStatus['id'];
  /** Words that the check's evidence has in common with kubectl, when it holds. */
  evidence?: RegExp;
  /** Whether it holds by now; lines of later issues do not yet. */
  holds: boolean;
  /** What kubectl and psql say. */
  look(phase2: Phase2): Promise<boolean>;
}

type Workload = KubernetesObject & {
  spec: { replicas: number };
  status: { readyReplicas?: number };
};

async function isWorkloadReady(
  { kubernetes }: Phase2,
  reference: { kind: string; namespace: string; name: string },
): Promise<boolean> {
  const workload = await kubernetes.find<Workload>(reference);
  return (
    workload !== undefined &&
    workload.status.readyReplicas === workload.spec.replicas
  );
}

async function controllerRuns(phase2: Phase2): Promise<boolean> {
  const { controllerName, controllerNamespace } =
    phase2.testbed.description.sealedSecrets;
  return isWorkloadReady(phase2, {
    kind: 'deployment',
    namespace: controllerNamespace,
    name: controllerName,
  });
}

async function isUnsealed(phase2: Phase2): Promise<boolean> {
  const { kubernetes, namespace } = phase2;
  const sealed = await kubernetes.find<
    KubernetesObject & {
      status?: { conditions?: Array<{ type: string; status: string }> };
    }
  >({ kind: 'sealedsecret', namespace, name: SECRET });
  const { POSTGRES_USER } = await kubernetes.secretValues(namespace, SECRET);
  return (
    POSTGRES_USER === 'observer' &&
    (sealed?.status?.conditions ?? []).some(
      ({ type, status }) => type === 'Synced' && status === 'True',
    )
  );
}

async function databaseIsStatefulSet(phase2: Phase2): Promise<boolean> {
  const { kubernetes, namespace } = phase2;
  const pods = await kubernetes.pods(namespace, 'app=postgres');
  return (
    (await isWorkloadReady(phase2, {
      kind: 'statefulset',
      namespace,
      name: 'postgres',
    })) && pods.some(({ metadata }) => metadata.name === 'postgres-0')
  );
}

async function claimsAreBound({ kubernetes, namespace }: Phase2) {
  const claims = await kubernetes.list<
    KubernetesObject & { status: { phase: string } }
  >({ kind: 'persistentvolumeclaims', namespace });
  return (
    claims.length > 0 && claims.every(({ status }) => status.phase === 'Bound')
  );
}

async function observerConnects(phase2: Phase2): Promise<boolean> {
  const { kubernetes, namespace } = phase2;
  const pods = await kubernetes.pods(namespace, 'app=observer');
  const ready = pods.filter(isReady);
  const versions = await Promise.all(
    ready.map(({ metadata }) =>
      kubernetes.exec({ namespace, name: metadata.name }, [
        'sh',
        '-c',
        'PGPASSWORD="$DB_PASSWORD" psql -qXAt -h "$DB_HOST" -U "$DB_USER" -d "$DB_NAME" -c "SELECT version()"',
      ]),
    ),
  );
  return (
    versions.length > 0 &&
    versions.every(version => version.startsWith('PostgreSQL 15'))
  );
}

async function dataIsThere({ database }: Phase2): Promise<boolean> {
  const tables = await database.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  );
  const [count] = await database.query('SELECT count(*) FROM scalp_ticks');
  return tables.includes('scalp_ticks') && Number(count) > 0;
}

/** "Verification", one to six. */
export const VERIFICATIONS: ChecklistLine[] = [
  {
    title: '1. the sealed-secrets controller runs',
    check: 'controller-running',
    evidence: /^READY 1\/1, sealed-secrets-controller/,
    holds: true,
    look: controllerRuns,
  },
  {
    title: '2. the SealedSecret was opened into a Secret',
    check: 'secrets-unsealed',
    evidence: /^SYNCED True, observer-secrets$/,
    holds: true,
    look: isUnsealed,
  },
  {
    title: '3. the database is a StatefulSet',
    check: 'database-in-stateful-set',
    evidence: /^READY 1\/1, postgres-0$/,
    holds: false,
    look: databaseIsStatefulSet,
  },
  {
    title: '4. the claim is bound',
    check: 'claims-bound',
    evidence: /^Bound, 10Gi, local-path, observer-db-pvc$/,
    holds: true,
    look: claimsAreBound,
  },
  {
    title: '5. observer connects to the database',
    check: 'database-connected',
    evidence: /^service\/postgres: 1 ready, READY 1\/1, deployment\/observer$/,
    holds: true,
    look: observerConnects,
  },
  {
    title: '6. the tables and their rows are there',
    holds: true,
    look: dataIsThere,
  },
];

/** "Success Criteria", one to seven. */
export const CRITERIA: ChecklistLine[] = [
  { ...VERIFICATIONS[0], title: '1. the controller is Running' },
  {
    title: '2. observer-sealed-secrets.yaml is committed in Git',
    check: 'secrets-sealed-in-git',
    evidence: /^sealed, sealed-secrets\/observer-sealed-secrets\.yaml$/,
    holds: true,
    look: async ({ repository }) =>
      (await repository.git.find(PATHS.sealedSecret)) !== undefined &&
      (await repository.git.find(PATHS.plainSecret)) === undefined,
  },
  { ...VERIFICATIONS[1], title: '3. the SealedSecret becomes a Secret' },
  { ...VERIFICATIONS[2], title: '4. StatefulSet postgres is READY 1/1' },
  {
    ...VERIFICATIONS[3],
    title: '5. the claim is Bound, or the old one reused',
  },
  { ...VERIFICATIONS[4], title: '6. observer is connected' },
  { ...VERIFICATIONS[5], title: '7. the tables are still there' },
];

/** Expects that Safekeep's check says what kubectl and psql say. */
export async function expectLine(
  phase2: Phase2,
  { title, check, evidence, holds, look }: ChecklistLine,
): Promise<void> {
  // A pod that has just begun may not find a name at its first try.
  const looked = await waitFor(
    `${title} being ${holds}`,
    async () => {
      const seen = await look(phase2);
      return seen === holds && { seen };
    },
    { timeoutMs: 60_000 },
  );
  expect(looked.seen).toBe(holds);
  if (check) {
    const found = await waitFor(
      `Check ${check} being ${holds ? '' : 'other than '}ok`,
      async () => {
        const current = await phase2.check(check);
        return (current?.state === 'ok') === holds && current;
      },
      { timeoutMs: 60_000 },
    );
    const matches = evidence?.test(found.evidence) ?? true;
    expect([found.evidence, matches]).toEqual([found.evidence, holds]);
  }
}
