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
import { posix } from 'node:path';
import {
  DEFAULT_CONTROLLER_NAME,
  DEFAULT_CONTROLLER_NAMESPACE,
} from '../controller/ControllerNames';
import { findControllers } from '../controller/findControllers';
import { mostFrequent } from '../controller/repositoryTool';
import { readSealedSecrets } from '../manifests/sealedSecretObjects';
import { readRepositorySecrets } from '../manifests/readSecretManifests';
import { readYamlObjects } from '../manifests/yaml/readYaml';
import { GuideFacts, GuideSecret } from './GuideFacts';

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** What a folder says for its guide, and what it leaves open. */
export interface ReadGuideFacts {
  facts: GuideFacts;
  /** Folder that holds most SealedSecrets. */
  folder: string;
  warnings: string[];
}

/** Reads names and keys of the SealedSecrets of a folder, and who opens them. */
export function readGuideFacts(
  files: Map<string, string>,
  options: {
    namespace?: string;
    controllerName?: string;
    controllerNamespace?: string;
    /** Folder that the guide's paths start from; by default that of the SealedSecrets. */
    from?: string;
  },
): ReadGuideFacts {
  const { secrets, unread } = readRepositorySecrets(files);
  const sealed = secrets.filter(({ kind }) => kind === 'SealedSecret');
  if (sealed.length === 0) {
    throw new InputError(
      `The folder holds no SealedSecret${
        unread.length > 0
          ? ` in the files that could be read (${unread
              .map(({ reason }) => reason)
              .join('; ')})`
          : ''
      }: seal one first`,
    );
  }
  const folder =
    mostFrequent(sealed.map(({ path }) => posix.dirname(path))) ?? '';
  const from = options.from ?? folder;
  const relative = (path: string) => posix.relative(from, path);
  const known: GuideSecret[] = sealed.map(
    ({ namespace = options.namespace, name, path, line, keys, scope }) => {
      if (namespace === undefined) {
        throw new InputError(
          `${path}, line ${line}: neither the file nor a kustomization says the namespace of SealedSecret ${name}: give it with namespace`,
        );
      }
      if (
        !NAMESPACE.test(namespace) ||
        !NAME.test(name) ||
        !keys.every(key => KEY.test(key))
      ) {
        throw new InputError(
          `${path}, line ${line}: Kubernetes takes no SealedSecret of such a name, namespace or key; correct it first`,
        );
      }
      return {
        namespace,
        name,
        file: relative(path),
        keys,
        scope: scope ?? 'strict',
        isWhole: isWhole(files.get(path) ?? '', path, namespace),
      };
    },
  );
  known.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const { controller, warnings } = controllerOf(files, options);
  return {
    folder,
    warnings,
    facts: {
      controller,
      secrets: known,
      plain: secrets
        .filter(({ kind }) => kind === 'Secret')
        .map(({ name, path }) => ({ name, file: relative(path) })),
      unread: unread.map(({ path }) => relative(path)).sort(),
    },
  };
}

function idOf({ namespace, name, file }: GuideSecret): string {
  return `${namespace}/${name} ${file}`;
}

/** Whether kubeseal can read a file as it is, and write it. */
function isWhole(text: string, path: string, namespace: string): boolean {
  const [sealed] = readSealedSecrets(text, path);
  return (
    sealed.namespace === namespace && readYamlObjects(text, path).length === 1
  );
}

function controllerOf(
  files: Map<string, string>,
  options: { controllerName?: string; controllerNamespace?: string },
): { controller: GuideFacts['controller']; warnings: string[] } {
  const { controllerName, controllerNamespace } = options;
  const { controllers } = findControllers(files);
  const sole = controllers.length === 1 ? controllers[0] : undefined;
  const controller = {
    name: controllerName ?? sole?.name ?? DEFAULT_CONTROLLER_NAME,
    namespace:
      controllerNamespace ?? sole?.namespace ?? DEFAULT_CONTROLLER_NAMESPACE,
  };
  const isKnown =
    (controllerName !== undefined && controllerNamespace !== undefined) ||
    (sole?.name !== undefined && sole.namespace !== undefined);
  return {
    controller,
    warnings: isKnown
      ? []
      : [
          `Where the controller is, the folder does not say: the guide names \`${controller.name}\` in \`${controller.namespace}\`. Give its name and namespace where they are others.`,
        ],
  };
}
