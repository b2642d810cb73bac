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

/**
 * Annotations and labels that a cluster, or a tool in it, has put on an object
 * and that say who manages it. The Secret made of a SealedSecret is managed by
 * the controller: with these, another would take it for its own, and delete it.
 *
 * The first annotation holds all values in plain.
 */
const LEFTOVERS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/instance',
  'argocd.argoproj.io/installation-id',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'kustomize.toolkit.fluxcd.io/checksum',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
];

const OF_HELM = /^meta\.helm\.sh\//;

/** Annotations without what a cluster has left. */
export function withoutLeftoverAnnotations(
  annotations: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([name]) => !LEFTOVERS.includes(name) && !OF_HELM.test(name),
    ),
  );
}

/** Labels without what a cluster has left. */
export function withoutLeftoverLabels(
  labels: Record<string, string>,
  annotations: Record<string, string>,
): Record<string, string> {
  const isOfHelm = Object.keys(annotations).some(name => OF_HELM.test(name));
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([name, value]) =>
        !LEFTOVERS.includes(name) &&
        !(
          isOfHelm &&
          name === 'app.kubernetes.io/managed-by' &&
          value === 'Helm'
        ),
    ),
  );
}
