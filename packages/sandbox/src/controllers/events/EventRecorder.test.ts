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

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ObjectRegistry } from '../../kubernetes/registry/ObjectRegistry';
import { ResourceCatalog } from '../../kubernetes/resources/ResourceCatalog';
import { ObjectStore } from '../../kubernetes/store/ObjectStore';
import { EventRecorder } from './EventRecorder';

describe('EventRecorder', () => {
  let time = new Date('2026-02-04T10:00:00Z');
  const now = () => time;
  const store = ObjectStore.create({ now });
  const resources = ResourceCatalog.create();
  const registry = ObjectRegistry.create({ store, resources, now });
  const events = EventRecorder.create({ registry, now });
  const about = (name: string, namespace = 'prod'): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: `uid-${name}` },
  });
  const record = (name: string, namespace?: string) =>
    events.record(about(name, namespace), {
      type: 'Normal',
      reason: 'Seen',
      message: 'seen',
      component: 'test',
    });
  const seen = () =>
    store
      .list(resources.ofKind('v1', 'Event'))
      .map(event => `${event.metadata.name.split('.')[0]} ${event.count}`);

  beforeAll(() => {
    registry.create(resources.ofKind('v1', 'Namespace'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'prod' },
    });
  });

  it('counts what happens again, and forgets what has not for an hour', () => {
    record('a');
    record('b');
    record('b');
    expect(seen()).toEqual(['a 1', 'b 2']);
    time = new Date('2026-02-04T10:40:00Z');
    record('a');
    time = new Date('2026-02-04T11:10:00Z');
    record('c');
    expect(seen()).toEqual(['a 2', 'c 1']);
    time = new Date('2026-02-04T12:00:00Z');
    record('b');
    expect(seen()).toEqual(['b 1', 'c 1']);
  });

  it('loses an event rather than failing for it', () => {
    expect(() => record('d', 'no-such-namespace')).not.toThrow();
  });
});
