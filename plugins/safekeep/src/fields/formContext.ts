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

import { StatusItem } from '@safekeep/backstage-plugin-safekeep-common';

/** Where a form's object is, as far as the form says. */
export interface FormPlace {
  entityRef?: string;
  cluster?: string;
  namespace?: string;
}

/** What the forms of Safekeep's templates say about the secret to change. */
export interface SecretForm extends FormPlace {
  name?: string;
  repository?: string;
  path?: string;
  keys: string[];
}

/** A string with something in it; anything else is not one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list; anything else is not one. */
export function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** The values of the whole form, which the scaffolder hands to fields. */
export function formDataOf(formContext: unknown): Record<string, unknown> {
  const { formData } = (formContext ?? {}) as {
    formData?: Record<string, unknown>;
  };
  return formData ?? {};
}

/** Reads where the form's object is. */
export function readPlace(formData: Record<string, unknown>): FormPlace {
  return {
    entityRef: text(formData.entityRef),
    cluster: text(formData.cluster),
    namespace: text(formData.namespace),
  };
}

/** Reads what the whole form says of a secret. */
export function readSecretForm(formContext: unknown): SecretForm {
  const formData = formDataOf(formContext);
  return {
    ...readPlace(formData),
    name: text(formData.name),
    repository: text(formData.repository),
    path: text(formData.path),
    keys: texts(formData.keys),
  };
}

/** Whether an object is where the form looks, as far as both say. */
export function isInPlace(
  item: StatusItem,
  { cluster, namespace }: FormPlace,
): boolean {
  return (
    (!namespace || item.namespace === namespace) &&
    (!cluster || !item.cluster || item.cluster === cluster)
  );
}
