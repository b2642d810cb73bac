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
import { InstallForm, RepositoryTools, ToolObject } from './repositoryTool';

/** In which form a new controller is installed, and why. */
export function chooseForm(
  { objects, unread }: RepositoryTools,
  asked: InstallForm | undefined,
): { form: InstallForm; because: string } {
  const argoCd = objects.filter(({ tool }) => tool === 'argo-cd');
  const flux = objects.filter(({ tool }) => tool === 'flux');
  if (asked !== undefined) {
    return {
      form: asked,
      because: `it was asked for; ${seen(argoCd, flux, unread)}`,
    };
  }
  if (argoCd.length > 0 && flux.length > 0) {
    throw new InputError(
      `The repository has objects of Argo CD (${placeOf(
        argoCd[0],
      )}) and of Flux (${placeOf(
        flux[0],
      )}): say in which form the controller is to be installed`,
    );
  }
  const form =
    (argoCd.length > 0 && 'argo-cd') ||
    (flux.length > 0 && 'flux') ||
    'manifests';
  return { form, because: seen(argoCd, flux, unread) };
}

function seen(
  argoCd: ToolObject[],
  flux: ToolObject[],
  unread: string[],
): string {
  const found = [
    ...(argoCd.length > 0 ? [`Argo CD, ${placeOf(argoCd[0])}`] : []),
    ...(flux.length > 0 ? [`Flux, ${placeOf(flux[0])}`] : []),
  ];
  if (found.length > 0) {
    return `the repository has objects of ${found.join(', and of ')}`;
  }
  return `no object of Argo CD or Flux was found in the folder${
    unread.length > 0 ? ', of which not all could be read' : ''
  }`;
}

function placeOf({ kind, path, line }: ToolObject): string {
  return `${kind} in \`${path}\`, line ${line}`;
}
