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

/** A folder of `binaries/`, and what is built from it. */
export interface GoModule {
  folder: string;
  binaries: Array<{
    name: string;
    /** Go package; the folder's own without it. */
    package?: string;
    /** Other names that it is started under, and then does something else. */
    names?: string[];
  }>;
  tags?: string;
  /** Linked to C. */
  cgo?: boolean;
  /** Go's `-X` settings. */
  variables?: Record<string, string>;
  /** What the binaries read at run time, from the source of a module. */
  files?: { module: string; paths: string[] };
  /** Rough, on two cores; for the one who waits. */
  minutes: number;
}

const KUBERNETES_VERSION = 'v1.34.4';
const VERSION_PACKAGE = 'k8s.io/component-base/version';

export const GO_MODULES: GoModule[] = [
  {
    folder: 'kubernetes',
    binaries: [
      {
        name: 'kubernetes',
        names: [
          'kube-apiserver',
          'kube-controller-manager',
          'kube-scheduler',
          'kube-proxy',
          'kubelet',
          'kubectl',
        ],
      },
    ],
    tags: 'providerless',
    variables: {
      [`${VERSION_PACKAGE}.gitVersion`]: KUBERNETES_VERSION,
      [`${VERSION_PACKAGE}.gitMajor`]: '1',
      [`${VERSION_PACKAGE}.gitMinor`]: '34',
    },
    minutes: 11,
  },
  {
    folder: 'sealed-secrets',
    binaries: ['controller', 'kubeseal'].map(name => ({
      name,
      package: `github.com/bitnami-labs/sealed-secrets/cmd/${name}`,
    })),
    variables: { 'main.VERSION': '0.36.6' },
    files: {
      module: 'github.com/bitnami-labs/sealed-secrets',
      paths: ['schema-v1alpha1.yaml', 'helm'],
    },
    minutes: 2,
  },
  {
    folder: 'gitea',
    binaries: [{ name: 'gitea', package: 'code.gitea.io/gitea' }],
    tags: 'sqlite sqlite_unlock_notify',
    cgo: true,
    files: {
      module: 'code.gitea.io/gitea',
      paths: ['templates', 'options', 'public'],
    },
    minutes: 4,
  },
  {
    folder: 'kustomize',
    binaries: [
      { name: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' },
    ],
    minutes: 1,
  },
  {
    folder: 'helm',
    binaries: [{ name: 'helm', package: 'helm.sh/helm/v3/cmd/helm' }],
    minutes: 3,
  },
  {
    folder: 'services',
    binaries: [
      {
        name: 'argocd',
        package: './argo-cd',
        names: [
          'argocd-application-controller',
          'argocd-repo-server',
          'argocd-git-ask-pass',
        ],
      },
      { name: 'coredns', package: './coredns' },
      {
        name: 'local-path-provisioner',
        package: 'github.com/rancher/local-path-provisioner',
      },
    ],
    files: {
      module: 'github.com/argoproj/argo-cd/v3',
      paths: ['manifests/crds'],
    },
    minutes: 6,
  },
];
