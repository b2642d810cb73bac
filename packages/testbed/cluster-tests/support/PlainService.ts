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
  detachSecret,
  parseSealingCertificate,
  PlannedChange,
  removeSealedSecret,
  sealSecret,
  SealSecretResult,
} from '@safekeep/backstage-plugin-safekeep-node';
import { ArgoCd } from './argoCd';
import { fetchCertificate } from './fetchCertificate';
import { FileEdit, GiteaRepository } from './giteaRepository';
import { Testbed } from './openTestbed';
import { SyncedSource } from './SyncEngine';

const FOLDER = 'k8s';

/** A service with a plain Secret in Git, as small as can be, in a namespace of its own. */
export class PlainService {
  readonly secret = { kind: 'secret', name: 'app-secrets' };
  readonly namespace: string;
  readonly #testbed: Testbed;
  readonly #git: GiteaRepository;
  readonly #synced: SyncedSource;
  readonly #files: Map<string, string>;

  private constructor(
    testbed: Testbed,
    namespace: string,
    git: GiteaRepository,
    synced: SyncedSource,
    files: Map<string, string>,
  ) {
    this.#testbed = testbed;
    this.namespace = namespace;
    this.#git = git;
    this.#synced = synced;
    this.#files = files;
  }

  static async start(testbed: Testbed, name: string): Promise<PlainService> {
    const files = manifestsOf(name, testbed.description.images.shell);
    const git = await GiteaRepository.create(testbed.forge, name);
    const engine = new ArgoCd(testbed);
    await engine.remove(name);
    const revision = await git.commit(
      'feat: a service',
      [...files].map(([path, text]) => ({ path: `${FOLDER}/${path}`, text })),
    );
    const synced = await engine.deploy({
      name,
      cloneUrl: git.cloneUrl,
      branch: git.branch,
      path: FOLDER,
      credentials: git.credentials,
    });
    await synced.waitForRevision(revision);
    await testbed.kubernetes.waitForRollout(name, 'deployment/app');
    return new PlainService(testbed, name, git, synced, files);
  }

  /** What the template would propose. */
  async planSeal(value?: string): Promise<SealSecretResult> {
    const certificate = await fetchCertificate(this.#testbed);
    return sealSecret(this.#files, {
      certificate: parseSealingCertificate(certificate),
      namespace: this.namespace,
      name: this.secret.name,
      now: new Date(),
      ...(value && { values: new Map([['TOKEN', Buffer.from(value)]]) }),
    });
  }

  /** What the template for the way back would propose. */
  planRollBack(
    step: typeof detachSecret | typeof removeSealedSecret,
  ): PlannedChange {
    return step(this.#files, {
      namespace: this.namespace,
      name: this.secret.name,
    });
  }

  /** Brings a plan into the branch, and waits until it is applied. */
  async apply({ changes }: Pick<PlannedChange, 'changes'>): Promise<void> {
    const edits: FileEdit[] = changes.map(({ path, content }) => ({
      path: `${FOLDER}/${path}`,
      text: content,
    }));
    for (const { path, content } of changes) {
      if (content === undefined) {
        this.#files.delete(path);
      } else {
        this.#files.set(path, content);
      }
    }
    const revision = await this.#git.commit('chore: the service', edits);
    await this.#synced.waitForRevision(revision);
  }

  async stop(): Promise<void> {
    await this.#synced.remove();
    await this.#git.delete();
  }
}

function manifestsOf(namespace: string, image: string): Map<string, string> {
  return new Map([
    [
      'kustomization.yaml',
      `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespace}
resources:
  - namespace.yaml
  - secret.yaml
  - deployment.yaml
`,
    ],
    [
      'namespace.yaml',
      `apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
`,
    ],
    [
      'secret.yaml',
      `apiVersion: v1
kind: Secret
metadata:
  name: app-secrets
stringData:
  TOKEN: in-plain-text
`,
    ],
    [
      'deployment.yaml',
      `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  selector:
    matchLabels:
      app: app
  template:
    metadata:
      labels:
        app: app
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: app
          image: ${image}
          command: [sleep, "2147483647"]
          envFrom:
            - secretRef:
                name: app-secrets
`,
    ],
  ]);
}
