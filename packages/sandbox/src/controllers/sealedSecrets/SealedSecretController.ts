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

import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { isPodReady, Pod } from '../../kubernetes/objects/workloads';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { SealingKeys } from '../../unsealing/SealingKeys';
import { unsealData } from '../../unsealing/unsealSecret';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext, controllerOf } from '../ControllerContext';
import { secretFrom } from './secretTemplate';
import { syncedStatus } from './syncedStatus';
import { says, writeSecret } from './writeSecret';

const MAX_RETRIES = 5;
const FIRST_RETRY_MS = 5;

/**
 * Unseals as the real controller does, its blind spots included: it acts when
 * a spec changes, when a Secret of its own is deleted and when it starts; it
 * corrects no drift, and after five retries it never tries again.
 */
export class SealedSecretController implements Controller {
  static create(options: {
    context: ControllerContext;
    keys: SealingKeys;
    deployment: { namespace: string; name: string };
  }): SealedSecretController {
    return new SealedSecretController(
      options.context,
      options.keys,
      options.deployment,
    );
  }

  readonly name = 'sealed-secrets';

  #running = false;
  readonly #attempts = new Map<string, number>();

  private constructor(
    private readonly context: ControllerContext,
    private readonly keys: SealingKeys,
    private readonly deployment: { namespace: string; name: string },
  ) {}

  keysOf(event: StoreEvent): ObjectKey[] {
    const { object, previous, type } = event;
    switch (object.kind) {
      case 'SealedSecret': {
        const suppressed =
          type === 'MODIFIED' && isDeepStrictEqual(previous?.spec, object.spec);
        if (type === 'DELETED' || suppressed || !this.#running) {
          return [];
        }
        this.#attempts.delete(idOf(keyOf(object)));
        return [keyOf(object)];
      }
      case 'Secret':
        return type === 'DELETED' && this.#running
          ? this.#again(this.#sourceOf(object))
          : [];
      case 'Pod':
        return object.metadata.namespace === this.deployment.namespace
          ? this.#noticeOwnPod()
          : [];
      default:
        return [];
    }
  }

  reconcile(key: ObjectKey): void {
    const sealedSecret = this.context.get('SealedSecret', key);
    if (
      !this.#running ||
      !sealedSecret ||
      sealedSecret.metadata.deletionTimestamp
    ) {
      return;
    }
    const failure = this.#unseal(sealedSecret);
    const status = syncedStatus(sealedSecret, failure, this.context.timestamp);
    if (status) {
      this.context.updateStatus(sealedSecret, status);
    }
    const attempts = this.#attempts.get(idOf(key)) ?? 0;
    if (failure !== undefined && attempts < MAX_RETRIES) {
      this.#attempts.set(idOf(key), attempts + 1);
      const delay = FIRST_RETRY_MS * 2 ** attempts;
      this.context.lookAgain(delay, this.name, key);
    }
  }

  /** The message of what went wrong, if anything did. */
  #unseal(sealedSecret: KubernetesObject): string | undefined {
    let secret: KubernetesObject;
    try {
      secret = secretFrom(sealedSecret, unsealData(sealedSecret, this.keys));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#record(
        sealedSecret,
        'ErrUnsealFailed',
        `Failed to unseal: ${message}`,
      );
      return message;
    }
    const refusal = writeSecret(this.context, sealedSecret, secret);
    if (refusal) {
      this.#record(sealedSecret, 'ErrUpdateFailed', refusal.event);
      if (refusal.final) {
        this.#attempts.set(idOf(keyOf(sealedSecret)), MAX_RETRIES);
      }
      return refusal.condition;
    }
    this.context.events.record(sealedSecret, {
      type: 'Normal',
      reason: 'Unsealed',
      message: 'SealedSecret unsealed successfully',
      component: this.name,
    });
    return undefined;
  }

  #record(about: KubernetesObject, reason: string, message: string): void {
    const component = this.name;
    this.context.events.record(about, {
      type: 'Warning',
      reason,
      message,
      component,
    });
  }

  /** The SealedSecret that a deleted Secret comes from, if it was that one's to make. */
  #sourceOf(secret: KubernetesObject): ObjectKey[] {
    const sealedSecret = this.context.get('SealedSecret', keyOf(secret));
    const owned =
      sealedSecret && controllerOf(secret)?.uid === sealedSecret.metadata.uid;
    return sealedSecret && (owned || says(secret, 'managed'))
      ? [keyOf(sealedSecret)]
      : [];
  }

  #again(keys: ObjectKey[]): ObjectKey[] {
    for (const key of keys) {
      this.#attempts.delete(idOf(key));
    }
    return keys;
  }

  /** Without a ready pod of its own it does nothing; when it comes back it takes up everything. */
  #noticeOwnPod(): ObjectKey[] {
    const running = this.context
      .list<Pod>('Pod', this.deployment.namespace)
      .some(
        pod =>
          pod.metadata.labels?.name === this.deployment.name &&
          !pod.metadata.deletionTimestamp &&
          isPodReady(pod),
      );
    const started = running && !this.#running;
    this.#running = running;
    return started
      ? this.#again(this.context.list('SealedSecret').map(keyOf))
      : [];
  }
}

function idOf(key: ObjectKey): string {
  return `${key.namespace}/${key.name}`;
}
