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

import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fillIn, readSeedFiles } from '@safekeep/sandbox';
import { generateValue } from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { GiteaRepository } from './giteaRepository';
import { ROOT, Testbed } from './openTestbed';
import { SyncSource } from './SyncEngine';

/** Places in observer's repository. */
export const PATHS = {
  base: 'infra/k8s/base',
  kustomization: 'infra/k8s/base/kustomization.yaml',
  plainSecret: 'infra/k8s/base/secrets/observer-secrets.yaml',
  sealedSecret: 'infra/k8s/base/sealed-secrets/observer-sealed-secrets.yaml',
  postgres: 'infra/k8s/base/deployments/postgres.yaml',
  observer: 'infra/k8s/base/deployments/observer.yaml',
  catalog: 'catalog-info.yaml',
} as const;

const SEED = join(ROOT, 'packages/sandbox/seed/deployment');

/** The GitOps repository of a service, as Phase 2 finds it. */
export interface DeploymentRepository {
  git: GiteaRepository;
  namespace: string;
  /** The service in the catalog. */
  entityRef: string;
  /** The folder, as the annotation `safekeep.io/gitops-url` has it. */
  gitopsUrl: string;
  catalogUrl: string;
  /** What the plain Secret holds, by key. */
  values: Record<string, string>;
  source: SyncSource;
}

/**
 * Makes observer's repository in the forge, with values that nobody has seen.
 * Other suites give it a name, a namespace and a component of their own.
 */
export async function createDeploymentRepository(
  { forge, description }: Testbed,
  options: { name?: string; namespace?: string; component?: string } = {},
): Promise<DeploymentRepository> {
  const {
    name = 'deployment',
    namespace = 'observer-prod',
    component = 'observer',
  } = options;
  const git = await GiteaRepository.create(forge, name);
  const gitopsUrl = git.pageOf(PATHS.base);
  const seed = fillIn(await readSeedFiles(SEED), {
    FORGE_URL: new URL(forge.url).origin,
    DB_PASSWORD: generateValue({ length: 24 }),
    KIS_APP_KEY: `PS${generateValue({ length: 34 })}`,
    KIS_APP_SECRET: generateValue({ length: 180 }),
    KIS_HTS_ID: `tawbury${randomInt(10, 100)}`,
  });
  const files = new Map(
    [...seed].map(([path, text]) => [
      path,
      text
        .replaceAll('observer-prod', namespace)
        .replaceAll(
          'component:default/observer',
          `component:default/${component}`,
        ),
    ]),
  );
  files.set(
    PATHS.catalog,
    files
      .get(PATHS.catalog)!
      // The form in which Gitea shows a folder.
      .replace(/^( *safekeep\.io\/gitops-url: ).*$/m, `$1${gitopsUrl}`)
      .replace(/^ {2}name: observer$/m, `  name: ${component}`),
  );
  files.set(
    PATHS.kustomization,
    files.get(PATHS.kustomization)! + imageOverrides(description.images),
  );
  await git.commit(
    'feat(k8s): observer and its database',
    [...files].map(([path, text]) => ({ path, text })),
  );
  return {
    git,
    namespace,
    entityRef: `component:default/${component}`,
    gitopsUrl,
    catalogUrl: git.pageOf(PATHS.catalog),
    values: parse(files.get(PATHS.plainSecret)!).stringData,
    source: {
      name,
      cloneUrl: git.cloneUrl,
      branch: git.branch,
      path: PATHS.base,
      credentials: git.credentials,
    },
  };
}

/** A test bed has no registry: what it made by hand stands in. */
function imageOverrides(images: {
  postgres: string;
  observer: string;
}): string {
  const override = (name: string, image: string) => {
    const colon = image.lastIndexOf(':');
    return [
      `  - name: ${name}`,
      `    newName: ${image.slice(0, colon)}`,
      `    newTag: "${image.slice(colon + 1)}"`,
    ].join('\n');
  };
  return `
# This cluster has no registry.
images:
${override('postgres', images.postgres)}
${override('ghcr.io/tawbury/observer', images.observer)}
`;
}
