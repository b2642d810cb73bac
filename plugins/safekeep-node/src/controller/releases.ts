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

/** Where the project publishes its Helm chart. */
export const CHART_REPOSITORY = 'https://bitnami.github.io/sealed-secrets';
/** Where it did before it moved to another organisation (v0.38.0, #1983); that index is gone. */
export const EARLIER_CHART_REPOSITORY =
  'https://bitnami-labs.github.io/sealed-secrets';
export const CHART_NAME = 'sealed-secrets';
export const CONTROLLER_IMAGE = 'docker.io/bitnami/sealed-secrets-controller';

/** A release of the controller with the Helm chart that installs it. */
export interface ControllerRelease {
  /** Of the controller, such as `0.40.0`; also the tag of its image. */
  version: string;
  /** Of the chart; absent where Safekeep knows none. */
  chartVersion?: string;
}

/**
 * Controller version to chart version: `appVersion` and `version` of
 * helm/sealed-secrets/Chart.yaml at each of its releases. Of several charts for
 * one controller, the newest. Controllers without a chart are left out: several
 * of them are called incomplete by their own release notes.
 */
const CHARTS: Readonly<Record<string, string>> = {
  '0.26.0': '2.15.0',
  '0.26.1': '2.15.2',
  '0.26.2': '2.15.3',
  '0.26.3': '2.15.4',
  '0.27.0': '2.16.0',
  '0.27.1': '2.16.1',
  '0.27.2': '2.16.2',
  '0.27.3': '2.17.0',
  '0.28.0': '2.17.1',
  '0.29.0': '2.17.2',
  '0.30.0': '2.17.3',
  '0.31.0': '2.17.4',
  '0.32.0': '2.17.5',
  '0.32.1': '2.17.6',
  '0.32.2': '2.17.7',
  '0.33.0': '2.17.8',
  '0.33.1': '2.17.9',
  '0.34.0': '2.18.0',
  '0.35.0': '2.18.1',
  '0.36.0': '2.18.3',
  '0.36.1': '2.18.4',
  '0.36.6': '2.18.5',
  '0.37.0': '2.18.6',
  '0.38.1': '2.19.0',
  '0.38.4': '2.19.1',
  '0.39.1': '2.19.3',
  '0.40.0': '2.20.0',
};

/** Charts that install the same controller as a newer one does. */
const OTHER_CHARTS: Readonly<Record<string, string>> = {
  '2.15.1': '0.26.1',
  '2.18.2': '0.36.0',
};

/**
 * The controller that is installed where nothing else is asked for.
 *
 * @public
 */
export const NEWEST_CONTROLLER_VERSION = '0.40.0';

/** What a controller before a version does that one should know. */
const ADVISORIES: readonly { fixedIn: string; reason: string }[] = [
  {
    fixedIn: '0.30.0',
    reason:
      'templates of SealedSecrets can read the controller’s own environment (sealed-secrets #1703)',
  },
  {
    fixedIn: '0.36.0',
    reason:
      'whoever reaches `/v1/rotate` can widen a SealedSecret’s scope to the whole cluster, and so have it opened under another name (CVE-2026-22728, GHSA-465p-v42x-3fmj)',
  },
  {
    fixedIn: '0.38.0',
    reason:
      'the list of sealing keys is read and written at once without a lock (sealed-secrets #1905)',
  },
  {
    fixedIn: '0.39.0',
    reason:
      '`/v1/verify` tells about values that it should not open, and `/v1/rotate` has no rate limit (sealed-secrets #2019, #1971)',
  },
  {
    fixedIn: '0.40.0',
    reason:
      '`/v1/rotate` tells about values that it should not open (sealed-secrets #2049)',
  },
];

/** What is wrong with a controller version, each with the version that mends it. */
export function advisoriesOf(version: string): string[] {
  return ADVISORIES.filter(
    ({ fixedIn }) => compareVersions(version, fixedIn) < 0,
  ).map(({ fixedIn, reason }) => `before ${fixedIn} ${reason}`);
}

/**
 * The release to install.
 *
 * @throws InputError for what is no version, or none that can be known to be
 * right.
 */
export function resolveRelease(options: {
  version?: string;
  chartVersion?: string;
}): ControllerRelease {
  const version = (options.version ?? NEWEST_CONTROLLER_VERSION).replace(
    /^v/,
    '',
  );
  const { chartVersion } = options;
  for (const each of [version, chartVersion]) {
    if (each !== undefined && !isExactVersion(each)) {
      throw new InputError(
        `${JSON.stringify(
          each,
        )} is not a version such as ${NEWEST_CONTROLLER_VERSION}: ranges and names of channels would install something else tomorrow`,
      );
    }
  }
  const known = Object.hasOwn(CHARTS, version) ? CHARTS[version] : undefined;
  if (known !== undefined) {
    if (
      chartVersion !== undefined &&
      controllerOfChart(chartVersion) !== version
    ) {
      throw new InputError(
        `Chart ${chartVersion} does not install controller ${version}: chart ${known} does`,
      );
    }
    return { version, chartVersion: chartVersion ?? known };
  }
  const ofChart = controllerOfChart(version);
  if (ofChart !== undefined) {
    throw new InputError(
      `${version} is the version of a Helm chart: it installs controller ${ofChart}. Give the controller’s version`,
    );
  }
  if (compareVersions(version, NEWEST_CONTROLLER_VERSION) < 0) {
    throw new InputError(
      `Controller ${version} has no Helm chart of its own, or is older than 0.26.0: choose one of ${Object.keys(
        CHARTS,
      )
        .slice(-5)
        .join(', ')}`,
    );
  }
  if (Number(version.split('.')[0]) > 0) {
    throw new InputError(
      `There is no controller ${version}: the newest that Safekeep knows is ${NEWEST_CONTROLLER_VERSION}`,
    );
  }
  return { version, ...(chartVersion !== undefined && { chartVersion }) };
}

/** The controller that a chart installs, where that is known. */
export function controllerOfChart(chartVersion: string): string | undefined {
  const found = Object.entries(CHARTS).find(
    ([, chart]) => chart === chartVersion,
  );
  return (
    found?.[0] ??
    (Object.hasOwn(OTHER_CHARTS, chartVersion)
      ? OTHER_CHARTS[chartVersion]
      : undefined)
  );
}

/** Whether a text is one version, and no range of them. */
export function isExactVersion(text: string): boolean {
  return /^v?(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3})){2}$/.test(text);
}

/** Negative where `a` is older; both exact. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) =>
    version.replace(/^v/, '').split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (const index of [0, 1, 2]) {
    if (left[index] !== right[index]) {
      return left[index] - right[index];
    }
  }
  return 0;
}
