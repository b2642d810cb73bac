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

const ARGO_CD_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * What a SealedSecret's template says so that its Secret outlives it: the
 * controller takes its owner reference away and may still write it
 * (`skip-set-owner-references` and `managed`, sealed-secrets 0.20 and later),
 * and a sync that knows the Secret by a label does not delete it.
 */
const DETACHED = {
  'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
  'sealedsecrets.bitnami.com/managed': 'true',
};

/** The annotations to set in the template, with what it says to Argo CD already. */
export function detachingAnnotations(
  templateAnnotations: Record<string, string>,
): Record<string, string> {
  const options = (templateAnnotations[ARGO_CD_OPTIONS] ?? '')
    .split(',')
    .map(option => option.trim())
    .filter(option => option !== '' && !option.startsWith('Prune='));
  return {
    ...DETACHED,
    [ARGO_CD_OPTIONS]: [...options, 'Prune=false'].join(','),
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  };
}

/**
 * Whether the Secret of a SealedSecret with this template stays when the
 * SealedSecret goes. The controller takes only `"true"` for yes.
 *
 * @public
 */
export function isDetached(
  templateAnnotations: Record<string, string>,
): boolean {
  return Object.entries(DETACHED).every(
    ([name, value]) => templateAnnotations[name] === value,
  );
}
