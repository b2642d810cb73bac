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
import { ChangeSet } from '../changes/ChangeSet';
import { changeIdOf } from '../changes/FileChange';
import { PlannedChange } from '../changes/PlannedChange';
import { assertManifestPath } from '../changes/repositoryPath';
import { argoCdApplication } from './argoCdApplication';
import { ChartInstallation } from './chartValues';
import { chooseForm } from './chooseForm';
import { controllerManifests } from './controllerManifests';
import {
  assertControllerNames,
  assertNamespaceName,
  ControllerNames,
  DEFAULT_CONTROLLER_NAME,
  DEFAULT_CONTROLLER_NAMESPACE,
} from './ControllerNames';
import { describeInstallation } from './describeInstallation';
import { findControllers, FoundController } from './findControllers';
import { fluxRelease } from './fluxRelease';
import { InstallOutcome } from './InstallOutcome';
import { findListing, reasonNotToList, writeManifest } from './placeManifest';
import { ControllerRelease, resolveRelease } from './releases';
import {
  commonDestination,
  findTools,
  InstallForm,
  mostFrequent,
  RepositoryTools,
  usualNamespace,
} from './repositoryTool';
import { upgradeController, versionOf } from './upgradeController';

/** @public */
export interface InstallControllerOptions {
  /** How it is installed; by default what the repository shows that it uses. */
  form?: InstallForm;
  /** Name of the Deployment and the Service; `sealed-secrets-controller` by default. */
  controllerName?: string;
  /** `kube-system` by default. */
  controllerNamespace?: string;
  /** Of the controller, such as `0.40.0`; by default the newest that is known. */
  version?: string;
  /** Of the Helm chart; needed where it does not follow from the version. */
  chartVersion?: string;
  /** Namespaces that it serves besides its own; all by default. */
  namespaces?: string[];
  /** File to write, or the file of the installation to upgrade. */
  path?: string;
  /** The cluster's name in Backstage, for the configuration that the text gives. */
  cluster?: string;
}

/** @public */
export interface InstallControllerResult extends PlannedChange {
  form: InstallForm;
  controller: ControllerNames;
  version: string;
  /** Whether a controller was there; without changes, it has the version already. */
  isUpgrade: boolean;
}

/**
 * Installs the sealed-secrets controller, or upgrades the one that the
 * repository installs.
 *
 * @public
 */
export function installController(
  files: Map<string, string>,
  options: InstallControllerOptions,
): InstallControllerResult {
  const release = resolveRelease(options);
  for (const namespace of options.namespaces ?? []) {
    assertNamespaceName(namespace);
  }
  const changeSet = ChangeSet.create(files);
  const { controllers, unread } = findControllers(files);
  const tools = findTools(files);
  const existing = chooseExisting(controllers, options);
  const outcome = existing
    ? upgrade(changeSet, existing, release, options)
    : install(changeSet, tools, release, options);
  const changes = changeSet.changes();
  const { title, description, warnings } = describeInstallation({
    ...outcome,
    release,
    changes,
    cluster: options.cluster,
    namespaces: options.namespaces ?? [],
    unread: [...new Set([...unread, ...tools.unread])],
  });
  const { form, controller, path } = outcome;
  return {
    title,
    description,
    warnings,
    changes,
    changeId: changeIdOf(
      {
        verb: 'install',
        form,
        ...controller,
        ...release,
        path,
        namespaces: options.namespaces ?? [],
      },
      changes,
    ),
    path,
    keys: [],
    restartedWorkloads: [],
    form,
    controller,
    version: release.version,
    isUpgrade: existing !== undefined,
  };
}

function chooseExisting(
  controllers: FoundController[],
  options: InstallControllerOptions,
): FoundController | undefined {
  const {
    controllerName,
    controllerNamespace,
    path,
    namespaces = [],
  } = options;
  const matching = controllers.filter(
    each =>
      (path === undefined || each.path === path) &&
      (controllerName === undefined || each.name === controllerName) &&
      (controllerNamespace === undefined ||
        each.namespace === undefined ||
        each.namespace === controllerNamespace),
  );
  if (matching.length > 1) {
    throw new InputError(
      `The repository installs more than one sealed-secrets controller (${matching
        .map(describe)
        .join('; ')}): say which with path`,
    );
  }
  if (
    matching.length === 0 &&
    controllers.length > 0 &&
    namespaces.length === 0
  ) {
    throw new InputError(
      `The repository installs a sealed-secrets controller already (${controllers
        .map(describe)
        .join(
          '; ',
        )}). Leave its name, namespace and path empty to upgrade it. A second one beside it must serve namespaces of its own: two for the same SealedSecret undo each other’s status`,
    );
  }
  return matching[0];
}

function describe({
  by,
  path,
  line,
  name,
  namespace,
}: FoundController): string {
  return `${by} in ${path}, line ${line}: ${
    namespace ?? 'a namespace it does not say'
  }/${name}`;
}

function upgrade(
  changeSet: ChangeSet,
  found: FoundController,
  release: ControllerRelease,
  options: InstallControllerOptions,
): InstallOutcome {
  const form: InstallForm =
    ({ Application: 'argo-cd', ApplicationSet: 'argo-cd', HelmRelease: 'flux' }[
      found.by
    ] as InstallForm | undefined) ?? 'manifests';
  if (options.form !== undefined && options.form !== form) {
    throw new InputError(
      `${found.path}, line ${found.line}, installs the controller by ${found.by}: an upgrade keeps to that. Leave the form empty`,
    );
  }
  const upgraded = upgradeController(changeSet, found, release, {
    isChartGiven: options.chartVersion !== undefined,
  });
  const controller = {
    name: found.name ?? DEFAULT_CONTROLLER_NAME,
    namespace: found.namespace ?? DEFAULT_CONTROLLER_NAMESPACE,
  };
  return {
    form,
    because: `\`${found.path}\`, line ${found.line}, installs it already by ${found.by}`,
    controller,
    path: found.path,
    upgrade: { ...upgraded, by: found.by },
    warnings: [
      ...upgraded.warnings,
      ...(found.namespace === undefined
        ? [
            `\`${found.path}\` does not say the controller’s namespace: \`${controller.namespace}\` is a guess.`,
          ]
        : []),
      ...(versionOf(found) === undefined
        ? [
            'Which version was installed, the files do not say: look into the release notes of those in between.',
          ]
        : []),
    ],
  };
}

function install(
  changeSet: ChangeSet,
  tools: RepositoryTools,
  release: ControllerRelease,
  options: InstallControllerOptions,
): InstallOutcome {
  const controller = {
    name: options.controllerName ?? DEFAULT_CONTROLLER_NAME,
    namespace: options.controllerNamespace ?? DEFAULT_CONTROLLER_NAMESPACE,
  };
  assertControllerNames(controller);
  const { form, because } = chooseForm(tools, options.form);
  const { files } = changeSet;
  const namespaces = options.namespaces ?? [];
  if (form === 'manifests') {
    return {
      ...installManifests(
        changeSet,
        controller,
        release,
        namespaces,
        options.path,
      ),
      because,
    };
  }
  if (release.chartVersion === undefined) {
    throw new InputError(
      `Which chart installs controller ${release.version} is not known here: give chartVersion`,
    );
  }
  const chart: ChartInstallation = {
    controller,
    chartVersion: release.chartVersion,
    namespaces,
  };
  const objects = tools.objects.filter(({ tool }) => tool === form);
  const neighbours = objects.filter(({ kind }) =>
    ['Application', 'HelmRelease'].includes(kind),
  );
  const folder = mostFrequent(
    (neighbours.length > 0 ? neighbours : objects).map(({ path }) =>
      posix.dirname(path),
    ),
  );
  const neighbour = neighbours.find(
    ({ path }) => posix.dirname(path) === folder,
  )?.path;
  const listing =
    folder === undefined || neighbour
      ? findListing(files, neighbour)
      : undefined;
  const usual =
    listing?.namespace ??
    usualNamespace(neighbours) ??
    usualNamespace(objects) ??
    (form === 'argo-cd' ? 'argocd' : 'flux-system');
  const destination = commonDestination(neighbours);
  const path =
    options.path === undefined
      ? posix.join(folder ?? '', 'sealed-secrets.yaml')
      : assertManifestPath(options.path);
  const unlisted = listing && reasonNotToList(listing, usual);
  writeManifest(changeSet, {
    path,
    text:
      form === 'argo-cd'
        ? argoCdApplication(chart, {
            namespace: usual,
            destination: typeof destination === 'object' ? destination : {},
          })
        : fluxRelease(chart, {
            namespace: usual,
            repositoryVersion:
              objects.find(({ kind }) => kind === 'HelmRepository')
                ?.apiVersion ?? 'source.toolkit.fluxcd.io/v1',
            releaseVersion:
              objects.find(({ kind }) => kind === 'HelmRelease')?.apiVersion ??
              'helm.toolkit.fluxcd.io/v2',
          }),
    ...(listing && !unlisted && { listing }),
  });
  return {
    form,
    because,
    controller,
    path,
    ...(unlisted && { unlisted }),
    warnings:
      destination === 'several'
        ? [
            'The repository’s Applications go to several clusters. This one goes to the cluster that Argo CD runs in: change `destination` where that is not meant.',
          ]
        : [],
  };
}

function installManifests(
  changeSet: ChangeSet,
  controller: ControllerNames,
  release: ControllerRelease,
  namespaces: string[],
  wanted: string | undefined,
): Omit<InstallOutcome, 'because'> {
  const { name, namespace } = controller;
  const listing = findListing(changeSet.files);
  const unlisted = listing && reasonNotToList(listing, namespace);
  // What is listed nowhere is applied by its folder, which holds nothing else.
  const usual = unlisted ? `${name}/controller.yaml` : `${name}.yaml`;
  const path = wanted === undefined ? usual : assertManifestPath(wanted);
  writeManifest(changeSet, {
    path,
    text: controllerManifests({
      controller,
      version: release.version,
      namespaces,
      withNamespace:
        namespace !== DEFAULT_CONTROLLER_NAMESPACE &&
        !hasNamespace(changeSet.files, namespace),
    }),
    ...(listing && !unlisted && { listing }),
  });
  return {
    form: 'manifests',
    controller,
    path,
    ...(unlisted && { unlisted }),
    warnings: [],
  };
}

/** Whether a Namespace is declared somewhere; it must not be declared twice. */
function hasNamespace(files: Map<string, string>, namespace: string): boolean {
  const name = new RegExp(`^\\s*name:\\s*["']?${namespace}["']?\\s*$`, 'm');
  return [...files.values()].some(text =>
    text
      .split(/^---.*$/m)
      .some(
        part =>
          /^kind:\s*["']?Namespace["']?\s*$/m.test(part) && name.test(part),
      ),
  );
}
