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

import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';

/** Empties a namespace that is being deleted, and gives every other its default ServiceAccount. */
export class NamespaceController implements Controller {
  static create(context: ControllerContext): NamespaceController {
    return new NamespaceController(context);
  }

  readonly name = 'namespace-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf(event: StoreEvent): ObjectKey[] {
    const { object } = event;
    if (object.kind === 'Namespace') {
      return [keyOf(object)];
    }
    const { namespace } = object.metadata;
    return event.type !== 'MODIFIED' && namespace ? [{ name: namespace }] : [];
  }

  reconcile({ name }: ObjectKey): void {
    const namespace = this.context.get('Namespace', { name });
    if (!namespace) {
      return;
    }
    if (!namespace.metadata.deletionTimestamp) {
      this.#ensureServiceAccount(name);
      return;
    }
    this.context.updateStatus(namespace, { phase: 'Terminating' });
    const { resources, store } = this.context.registry;
    const contents = resources.all
      .filter(definition => definition.namespaced)
      .flatMap(definition => store.list(definition, name));
    for (const object of contents) {
      if (!object.metadata.deletionTimestamp) {
        this.context.delete(object);
      }
    }
    const left = resources.all.some(
      definition =>
        definition.namespaced && store.list(definition, name).length > 0,
    );
    const current = this.context.get('Namespace', { name });
    if (!left && current) {
      this.context.update({ ...current, spec: { finalizers: [] } });
    }
  }

  #ensureServiceAccount(namespace: string): void {
    const key = { namespace, name: 'default' };
    if (!this.context.get('ServiceAccount', key)) {
      this.context.create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: key,
      });
    }
  }
}
