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

/** What the forms of Safekeep's templates say about the secret to change. */
export interface SecretForm {
  entityRef?: string;
  cluster?: string;
  namespace?: string;
  name?: string;
  repository?: string;
  path?: string;
  keys: string[];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list; anything else is not one. */
export function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** Reads the values of the whole form, which the scaffolder hands to fields. */
export function readSecretForm(formContext: unknown): SecretForm {
  const { formData } = (formContext ?? {}) as {
    formData?: Record<string, unknown>;
  };
  return {
    entityRef: text(formData?.entityRef),
    cluster: text(formData?.cluster),
    namespace: text(formData?.namespace),
    name: text(formData?.name),
    repository: text(formData?.repository),
    path: text(formData?.path),
    keys: texts(formData?.keys),
  };
}
