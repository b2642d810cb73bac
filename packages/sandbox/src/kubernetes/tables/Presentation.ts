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

import { KubernetesObject } from '../objects/KubernetesObject';
import {
  apiVersionOf,
  ResourceDefinition,
} from '../resources/ResourceDefinition';
import { ageOf, CORE_TABLES } from './coreTables';
import { column, TableColumns } from './TableColumns';
import { WORKLOAD_TABLES } from './workloadTables';

export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

const DEFAULT_TABLE: TableColumns = {
  columns: [column('Name'), column('Age')],
  cells: (object, now) => [object.metadata.name, ageOf(object, now)],
};

type Form = 'object' | 'table' | 'metadata';

/**
 * The form that a client asked for in its Accept header: whole objects, the
 * table that `kubectl get` prints, or metadata alone.
 */
export class Presentation {
  static create(options: {
    accept: string;
    includeObject: string | null;
    definition: ResourceDefinition;
    now: () => Date;
  }): Presentation {
    const { accept, includeObject, definition, now } = options;
    const form: Form = formOf(accept);
    return new Presentation(form, includeObject, definition, now);
  }

  private constructor(
    private readonly form: Form,
    private readonly includeObject: string | null,
    private readonly definition: ResourceDefinition,
    private readonly now: () => Date,
  ) {}

  one(object: KubernetesObject): unknown {
    switch (this.form) {
      case 'table':
        return this.#table([object], {
          resourceVersion: object.metadata.resourceVersion ?? '',
        });
      case 'metadata':
        return metadataOf(object);
      default:
        return object;
    }
  }

  list(items: KubernetesObject[], metadata: ListMeta): unknown {
    switch (this.form) {
      case 'table':
        return this.#table(items, metadata);
      case 'metadata':
        return {
          kind: 'PartialObjectMetadataList',
          apiVersion: 'meta.k8s.io/v1',
          metadata,
          items: items.map(metadataOf),
        };
      default:
        return {
          kind: `${this.definition.kind}List`,
          apiVersion: apiVersionOf(this.definition),
          metadata,
          // As the real one: the items of built-in lists carry no kind.
          items: this.definition.custom ? items : items.map(withoutKind),
        };
    }
  }

  /** The object of a bookmark: a version and nothing else. */
  bookmark(resourceVersion: string, initialEventsEnd: boolean): unknown {
    const metadata = {
      resourceVersion,
      creationTimestamp: null,
      ...(initialEventsEnd
        ? { annotations: { 'k8s.io/initial-events-end': 'true' } }
        : {}),
    };
    if (this.form === 'table') {
      return {
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion },
        columnDefinitions: null,
        rows: [],
      };
    }
    return this.form === 'metadata'
      ? {
          kind: 'PartialObjectMetadata',
          apiVersion: 'meta.k8s.io/v1',
          metadata,
        }
      : {
          kind: this.definition.kind,
          apiVersion: apiVersionOf(this.definition),
          metadata,
        };
  }

  #table(items: KubernetesObject[], metadata: ListMeta): unknown {
    const { kind } = this.definition;
    const table =
      CORE_TABLES.get(kind) ?? WORKLOAD_TABLES.get(kind) ?? DEFAULT_TABLE;
    const now = this.now();
    return {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      columnDefinitions: table.columns,
      rows: items.map(item => ({
        cells: table.cells(item, now),
        ...this.#rowObject(item),
      })),
    };
  }

  #rowObject(item: KubernetesObject): { object?: unknown } {
    switch (this.includeObject) {
      case 'None':
        return {};
      case 'Object':
        return { object: item };
      default:
        return { object: metadataOf(item) };
    }
  }
}

function formOf(accept: string): Form {
  for (const type of accept.split(',')) {
    if (/;\s*as=Table/.test(type)) {
      return 'table';
    }
    if (/;\s*as=PartialObjectMetadata(List)?/.test(type)) {
      return 'metadata';
    }
    if (/application\/json\s*$/.test(type) || type.includes('*/*')) {
      return 'object';
    }
  }
  return 'object';
}

function metadataOf(object: KubernetesObject): unknown {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}

function withoutKind(object: KubernetesObject): unknown {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}
