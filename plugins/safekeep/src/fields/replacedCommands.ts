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

import { MigrationForm, MigrationStage } from './migrationForm';

/**
 * The commands that a person would run by hand for a stage of a move: those of
 * the plan that Safekeep replaces (steps B2 to B5, its checks and its way back),
 * on this database's own names.
 */
export function replacedCommands(
  form: MigrationForm & { claim?: string },
): string[] {
  const { stage, option, backup, namespace = '<namespace>', claim } = form;
  const name = form.database?.split('/')[1] ?? '<database>';
  const inNamespace = `-n ${namespace}`;
  const isDump = option === 'dump-and-restore';
  const lines: Record<MigrationStage, string[]> = {
    start: [
      ...(backup
        ? [
            'mkdir -p _backup/$(date +%F)',
            `cp deployments/${name}.yaml _backup/$(date +%F)/${name}-deployment.yaml`,
          ]
        : []),
      `kubectl scale deployment ${name} ${inNamespace} --replicas=0`,
      `kubectl get pvc ${claim ?? ''} ${inNamespace}`.replace('  ', ' '),
      ...(isDump
        ? [
            `kubectl exec ${inNamespace} <${name}-pod> -- pg_dumpall > ${name}-backup.sql`,
          ]
        : []),
    ],
    switch: [
      `git add statefulsets/${name}.yaml kustomization.yaml`,
      `git commit -m "migrate ${name} from Deployment to StatefulSet"`,
      'git push',
      ...(isDump
        ? [
            `kubectl cp ${name}-backup.sql ${namespace}/${name}-0:/tmp/`,
            `kubectl exec ${inNamespace} ${name}-0 -- psql < ${name}-backup.sql`,
          ]
        : []),
      `kubectl get statefulset ${name} ${inNamespace}`,
      `kubectl exec ${inNamespace} ${name}-0 -- psql -c '\\dt'`,
      `kubectl exec ${inNamespace} ${name}-0 -- psql -c 'SELECT count(*) FROM …'`,
    ],
    release: [
      `kubectl exec ${inNamespace} <pod> -- rm "$PGDATA/postmaster.pid"`,
    ],
    finalize: [
      `git rm deployments/${name}.yaml`,
      'git commit && git push',
      `kubectl scale deployment <consumer> ${inNamespace} --replicas=<as before>`,
    ],
  };
  return stage === 'start' && form.way === 'guarded'
    ? [...lines.start, ...lines.switch]
    : lines[stage];
}
