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

import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/**
 * The text of a pull request with whom it is for and who asked for it.
 *
 * @throws InputError when the entity ref is none.
 */
export function signPullRequest(options: {
  description: string;
  entityRef?: string;
  appBaseUrl?: string;
  proposedBy?: string;
}): string {
  const { description, entityRef, appBaseUrl, proposedBy } = options;
  const lines = [];
  if (entityRef) {
    lines.push(`Service: ${linkTo(entityRef, appBaseUrl)}`);
  }
  lines.push(
    proposedBy
      ? `Proposed by \`${proposedBy}\` with Safekeep`
      : 'Proposed with Safekeep',
  );
  return `${description.trim()}\n\n---\n\n${lines.join('  \n')}\n`;
}

function linkTo(ref: string, appBaseUrl: string | undefined): string {
  // What could be read as Markdown is in no entity's name.
  const isPlain = /^[A-Za-z0-9:/._-]+$/.test(ref);
  let entity;
  try {
    entity = isPlain && parseEntityRef(ref, { defaultKind: 'component' });
  } catch {
    entity = undefined;
  }
  if (!entity) {
    throw new InputError(
      `'${ref}' is not a reference to an entity, such as component:default/observer`,
    );
  }
  const { kind, namespace, name } = entity;
  const text = `\`${kind.toLowerCase()}:${namespace}/${name}\``;
  if (!appBaseUrl) {
    return text;
  }
  const path = [namespace, kind.toLowerCase(), name]
    .map(encodeURIComponent)
    .join('/');
  return `[${text}](${appBaseUrl.replace(/\/+$/, '')}/catalog/${path})`;
}
