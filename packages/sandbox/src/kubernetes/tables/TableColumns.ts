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

export interface Column {
  name: string;
  type: 'string' | 'integer' | 'boolean' | 'date';
  format: string;
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: number;
}

export interface TableColumns {
  columns: Column[];
  cells(object: KubernetesObject, now: Date): unknown[];
}

export function column(
  name: string,
  options: { wide?: boolean; type?: Column['type'] } = {},
): Column {
  return {
    name,
    type: options.type ?? 'string',
    format: name === 'Name' ? 'name' : '',
    description: name,
    priority: options.wide ? 1 : 0,
  };
}
