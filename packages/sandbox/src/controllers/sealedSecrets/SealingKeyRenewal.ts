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

import { Deployment } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { SealingKeys } from '../../unsealing/SealingKeys';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';

const CUTOFF = '--key-cutoff-time=';

/**
 * Makes a new sealing key when the controller is deployed with a cut-off time
 * that is later than its newest key, which is how a person has it renewed before
 * its time. The real one does it when its pod starts.
 */
export class SealingKeyRenewal implements Controller {
  static create(options: {
    context: ControllerContext;
    keys: SealingKeys;
    deployment: { namespace: string; name: string };
  }): SealingKeyRenewal {
    return new SealingKeyRenewal(
      options.context,
      options.keys,
      options.deployment,
    );
  }

  readonly name = 'sealing-key-renewal';

  /** A key takes its time to make; meanwhile the Deployment changes again. */
  #renewedFor = 0;

  private constructor(
    private readonly context: ControllerContext,
    private readonly keys: SealingKeys,
    private readonly deployment: { namespace: string; name: string },
  ) {}

  keysOf({ object, type }: StoreEvent): ObjectKey[] {
    const { namespace, name } = object.metadata;
    return object.kind === 'Deployment' &&
      type !== 'DELETED' &&
      namespace === this.deployment.namespace &&
      name === this.deployment.name
      ? [keyOf(object)]
      : [];
  }

  reconcile(key: ObjectKey): void {
    const deployment = this.context.get<Deployment>('Deployment', key);
    const args = deployment?.spec?.template?.spec?.containers?.[0]?.args ?? [];
    const cutoff = args.find(arg => arg.startsWith(CUTOFF));
    const time = Date.parse(cutoff?.slice(CUTOFF.length) ?? '');
    const newest = this.keys.newest.notBefore.getTime();
    if (time > Math.max(newest, this.#renewedFor)) {
      this.#renewedFor = time;
      this.keys.renew();
    }
  }
}
