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

import { FileChange } from '../changes/FileChange';
import {
  ControllerNames,
  DEFAULT_CONTROLLER_NAME,
  DEFAULT_CONTROLLER_NAMESPACE,
} from './ControllerNames';
import { InstallOutcome } from './InstallOutcome';
import {
  advisoriesOf,
  CHART_REPOSITORY,
  compareVersions,
  ControllerRelease,
  EARLIER_CHART_REPOSITORY,
  NEWEST_CONTROLLER_VERSION,
} from './releases';

/** What the text of an installation is made from. */
export interface InstallationDescription extends InstallOutcome {
  release: ControllerRelease;
  changes: FileChange[];
  cluster?: string;
  namespaces: string[];
  /** Files that could not be read and may matter. */
  unread: string[];
}

const FORMS = {
  'argo-cd': 'an Argo CD Application of the Helm chart',
  flux: 'a Flux HelmRelease of the Helm chart',
  manifests: 'plain manifests',
};

/** Title, description and warnings of installing or upgrading a controller. */
export function describeInstallation(what: InstallationDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { controller, release, upgrade, form } = what;
  const warnings = warningsOf(what);
  const title = upgrade
    ? `Upgrade the sealed-secrets controller to ${release.version}`
    : `Install the sealed-secrets controller ${release.version}`;
  const files = what.changes.map(
    ({ path, action }) =>
      `- \`${path}\`: ${
        action === 'create'
          ? `the controller, as ${FORMS[form]}`
          : remarkOf(what)
      }`,
  );
  const sections = [
    purposeOf(what),
    `### What changes\n\n${files.join('\n')}\n\n${
      upgrade ? 'It is changed in place' : `The form is ${FORMS[form]}`
    }: ${what.because}.`,
    `### What happens on merge\n\n${onMerge(what)}`,
    ...(warnings.length > 0
      ? [
          `### Before you merge\n\n${warnings
            .map(warning => `- ${warning}`)
            .join('\n')}`,
        ]
      : []),
    `### Its name in all later steps\n\n${namesSection(
      controller,
      what.cluster,
    )}`,
    `### Its keys\n\n${keysSection(controller)}`,
    `### How to verify\n\nThe rollout finishes, and the controller gives its certificate:\n\n\`\`\`sh\nkubectl -n ${controller.namespace} rollout status deployment/${controller.name}\nkubeseal --controller-name ${controller.name} --controller-namespace ${controller.namespace} --fetch-cert\n\`\`\``,
    `### How to go back\n\n${goBack(what)}`,
  ];
  return { title, description: `${sections.join('\n\n')}\n`, warnings };
}

function purposeOf({
  controller,
  form,
  release,
  upgrade,
  namespaces,
}: InstallationDescription) {
  const where = `\`${controller.namespace}/${controller.name}\``;
  const isChart =
    form !== 'manifests' || upgrade?.by === 'a chart of kustomize';
  const chart =
    release.chartVersion === undefined || !isChart
      ? ''
      : ` (Helm chart ${release.chartVersion})`;
  if (upgrade) {
    const from = upgrade.from.map(each => `\`${each}\``).join(', ');
    return `Upgrades the sealed-secrets controller ${where}${
      from && ` from ${from}`
    } to ${release.version}${chart}. Nothing else of its installation changes.`;
  }
  return `Installs the sealed-secrets controller ${
    release.version
  }${chart} as ${where}. It makes Secrets of the SealedSecrets ${
    namespaces.length === 0
      ? 'of all namespaces'
      : `of its own namespace and of ${namespaces
          .map(each => `\`${each}\``)
          .join(', ')}`
  }, which nobody else can open.`;
}

function remarkOf({ upgrade, release }: InstallationDescription) {
  if (!upgrade) {
    return 'lists it';
  }
  return `version ${release.version}${
    upgrade.movedRepository
      ? `, and the chart’s repository, which has moved from ${EARLIER_CHART_REPOSITORY} to ${CHART_REPOSITORY}`
      : ''
  }`;
}

function onMerge({
  form,
  upgrade,
  controller,
  unlisted,
}: InstallationDescription) {
  if (unlisted) {
    return 'Nothing yet: see below.';
  }
  if (upgrade) {
    return `The sync replaces the controller’s pod. Secrets stay as they are meanwhile; SealedSecrets that change in those seconds are dealt with afterwards. Its sealing keys are Secrets of namespace \`${controller.namespace}\` and stay.`;
  }
  const syncs = {
    'argo-cd': 'Argo CD takes the Application up and installs the chart',
    flux: 'Flux installs the chart',
    manifests: 'The sync applies the manifests',
  };
  return `${syncs[form]}. The controller makes its first sealing key and waits for SealedSecrets. No workload restarts.`;
}

function warningsOf(what: InstallationDescription): string[] {
  const { release, form, unlisted, controller } = what;
  const { version } = release;
  const advisories = advisoriesOf(version);
  return [
    ...what.warnings,
    ...(unlisted
      ? [
          `**Nothing applies \`${what.path}\` yet.** ${unlisted}, so that it is not listed there. Have the sync apply its folder, or propose this to the repository that the cluster itself is set up from.`,
        ]
      : []),
    ...(advisories.length > 0
      ? [
          `Controller ${version} has faults that ${NEWEST_CONTROLLER_VERSION} has not: ${advisories.join(
            '; ',
          )}. Whoever may call the API server reaches those addresses, by the Role \`…-service-proxier\`.`,
        ]
      : []),
    ...(compareVersions(version, NEWEST_CONTROLLER_VERSION) > 0
      ? [
          `Controller ${version} is newer than what Safekeep was tested with (${NEWEST_CONTROLLER_VERSION}): read its release notes.`,
        ]
      : []),
    ...(form === 'argo-cd' && !what.upgrade
      ? [
          `AppProject \`default\` must allow ${CHART_REPOSITORY}, namespace \`${controller.namespace}\`, and CustomResourceDefinitions, ClusterRoles and ClusterRoleBindings.`,
        ]
      : []),
    ...(what.namespaces.length > 0 && !what.upgrade
      ? [
          `These namespaces must be there before the controller starts, which passes over one that is not: ${what.namespaces
            .map(each => `\`${each}\``)
            .join(', ')}.`,
        ]
      : []),
    ...what.unread.map(
      reason => `Look whether this installs a controller too: ${reason}.`,
    ),
  ];
}

function namesSection(controller: ControllerNames, cluster?: string): string {
  const { name, namespace } = controller;
  const isDefault =
    name === DEFAULT_CONTROLLER_NAME &&
    namespace === DEFAULT_CONTROLLER_NAMESPACE;
  const proxy = `Safekeep and kubeseal reach it through the API server: \`get\` on its Service, and \`get\` and \`create\` on \`services/proxy\` of \`http:${name}:http\`. The installation gives that to every signed-in account, as the project’s own does.`;
  if (isDefault) {
    return `\`${name}\` in \`${namespace}\` is what kubeseal and Safekeep look for; neither needs configuration. ${proxy}`;
  }
  const options = `controllerName: ${name}\n{}controllerNamespace: ${namespace}`;
  const yaml = cluster
    ? `  sealedSecrets:\n    clusters:\n      ${JSON.stringify(
        cluster,
      )}:\n        ${options.replace('{}', ' '.repeat(8))}`
    : `  sealedSecrets:\n    ${options.replace('{}', ' '.repeat(4))}`;
  return `kubeseal needs \`--controller-name ${name} --controller-namespace ${namespace}\`. Safekeep needs this in its app configuration:\n\n\`\`\`yaml\nsafekeep:\n${yaml}\n\`\`\`\n\n${proxy} Where Safekeep’s account has the Role of its README, that must name \`${name}\` in \`${namespace}\` too.`;
}

function keysSection({ namespace }: ControllerNames): string {
  return `The controller makes a new sealing key every 30 days and keeps the earlier ones: what is sealed stays readable, and "Re-encrypt secrets" brings it to the newest key. The keys are Secrets of namespace \`${namespace}\` with the label \`sealedsecrets.bitnami.com/sealed-secrets-key\`. **They are private keys: they open everything that was ever sealed, so they never belong in Git.** Without them a new cluster opens nothing. Keep a copy outside, encrypted, and renew it with each new key; the guide ("Write the secrets guide") has the commands.`;
}

function goBack({ form, upgrade, unlisted }: InstallationDescription): string {
  if (upgrade) {
    return 'Revert this pull request: the sync brings the earlier version back, which opens the same SealedSecrets.';
  }
  if (unlisted) {
    return 'Revert this pull request.';
  }
  const left =
    'The CustomResourceDefinition stays: deleting it would delete every SealedSecret, and with those their Secrets.';
  return {
    'argo-cd': `Revert this pull request. Whether the Application goes is up to what applies it; it has no finalizer, so that the controller and the Secrets stay until they are deleted by hand. ${left}`,
    flux: `Revert this pull request: Flux uninstalls the chart. ${left} Its keys stay too.`,
    manifests: `Revert this pull request: the sync deletes the controller. Secrets stay as they are, and nothing changes them any more. ${left}`,
  }[form];
}
