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

import { InputError } from '@backstage/errors';

/**
 * What kubeseal and Safekeep look for unless they are told another name.
 *
 * @public
 */
export const DEFAULT_CONTROLLER_NAME = 'sealed-secrets-controller';

/**
 * Where they look for it.
 *
 * @public
 */
export const DEFAULT_CONTROLLER_NAMESPACE = 'kube-system';

/**
 * Where a sealed-secrets controller is, as each later step names it.
 *
 * @public
 */
export interface ControllerNames {
  /** Of its Deployment and its Service. */
  name: string;
  namespace: string;
}

/** The names of what belongs to a controller, apart from its Deployment. */
export function namesOfParts({ name }: ControllerNames) {
  const stem = name.replace(/-controller$/, '');
  return {
    metrics: `${name}-metrics`,
    keyAdmin: `${stem}-key-admin`,
    proxier: `${stem}-service-proxier`,
    // The project's own manifest calls it so: what it installed is taken over,
    // since a binding cannot change its role.
    unsealer:
      name === DEFAULT_CONTROLLER_NAME
        ? 'secrets-unsealer'
        : `${stem}-unsealer`,
  };
}

/** Refuses names that Kubernetes would not take for a Service or a Namespace. */
export function assertControllerNames({ name, namespace }: ControllerNames) {
  // Its metrics have a Service too, whose name is longer.
  if (!/^[a-z]([-a-z0-9]{0,53}[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `${JSON.stringify(
        name,
      )} cannot be the controller’s name: a Service needs small letters, digits and hyphens, a letter first, and at most 55 of them`,
    );
  }
  assertNamespaceName(namespace);
}

export function assertNamespaceName(namespace: string): void {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new InputError(
      `${JSON.stringify(
        namespace,
      )} is no name of a namespace: small letters, digits and hyphens, at most 63 of them`,
    );
  }
}
