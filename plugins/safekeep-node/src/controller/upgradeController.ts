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
import { ChangeSet } from '../changes/ChangeSet';
import { replaceInScalars } from '../manifests/yaml/replaceInScalars';
import { FoundController, VersionPlace } from './findControllers';
import {
  CHART_REPOSITORY,
  compareVersions,
  controllerOfChart,
  ControllerRelease,
  isExactVersion,
} from './releases';

/** What an upgrade in place comes to. */
export interface ControllerUpgrade {
  /** What was there: versions, ranges and addresses, as they were written. */
  from: string[];
  /** Controller version that was there, where the files say one. */
  fromVersion?: string;
  /** Whether the chart's earlier address was replaced. */
  movedRepository: boolean;
  warnings: string[];
}

/**
 * Puts a release in the place of the one that is installed: the texts that say
 * a version change, and nothing else.
 */
export function upgradeController(
  changeSet: ChangeSet,
  found: FoundController,
  release: ControllerRelease,
  options: { isChartGiven: boolean },
): ControllerUpgrade {
  assertCanMove(found, options);
  const fromVersion = versionOf(found);
  assertNotOlder(found, fromVersion, release);
  const result: ControllerUpgrade = {
    from: [],
    ...(fromVersion !== undefined && { fromVersion }),
    movedRepository: false,
    warnings: [],
  };
  for (const place of found.places) {
    const value = textAfter(place, release);
    if (value === place.text) {
      continue;
    }
    const { path, position, at, text } = place;
    changeSet.write(
      path,
      replaceInScalars(changeSet.read(path), {
        path,
        position,
        changes: [{ at, value, parts: [{ from: text, to: value }] }],
      }),
    );
    if (place.what === 'repository') {
      result.movedRepository = true;
    } else {
      result.from.push(text);
    }
    if (place.what === 'image' && !/^(docker\.io\/)?bitnami\//.test(text)) {
      result.warnings.push(
        `The image comes from \`${text.replace(
          /[:@][^/]*$/,
          '',
        )}\`: make sure that it has ${release.version}.`,
      );
    }
  }
  return result;
}

function assertCanMove(
  found: FoundController,
  { isChartGiven }: { isChartGiven: boolean },
): void {
  const where = `${found.path}, line ${found.line}`;
  if (found.hasBuriedTag) {
    throw new InputError(
      `${where}: image.tag is fixed in the text of helm.values, where it would stay as it is: take it out first, since the chart knows its image`,
    );
  }
  if (found.foreignSource !== undefined && !isChartGiven) {
    throw new InputError(
      `${where}: the chart comes from ${found.foreignSource}, whose versions are not those of the project’s own: give chartVersion`,
    );
  }
  for (const { text, what } of found.places) {
    if (/\{\{|\$\{/.test(text)) {
      throw new InputError(
        `${where}: the version is written as ${text}: change it where that is filled in`,
      );
    }
    if (what === 'image' && text.includes('@')) {
      throw new InputError(
        `${where}: the image is pinned by its digest: put the tag in its place first`,
      );
    }
  }
}

/** The controller's version, as far as the files say it. */
export function versionOf(found: FoundController): string | undefined {
  // A tag goes before what the chart would take.
  const order: VersionPlace['what'][] = [
    'version',
    'image',
    'release',
    'chart',
  ];
  for (const what of order) {
    const text = found.places.find(place => place.what === what)?.text;
    const version =
      text &&
      {
        version: text,
        image: /:v?([^:/@]+)$/.exec(text)?.[1],
        release: /\/download\/v?([^/]+)\//.exec(text)?.[1],
        chart: controllerOfChart(text),
        repository: undefined,
      }[what]?.replace(/^v/, '');
    if (version && isExactVersion(version)) {
      return version;
    }
  }
  return undefined;
}

function assertNotOlder(
  found: FoundController,
  fromVersion: string | undefined,
  release: ControllerRelease,
): void {
  const chart = found.places.find(({ what }) => what === 'chart')?.text;
  const isOlder =
    fromVersion !== undefined
      ? compareVersions(release.version, fromVersion) < 0
      : chart !== undefined &&
        release.chartVersion !== undefined &&
        isExactVersion(chart) &&
        compareVersions(release.chartVersion, chart) < 0;
  if (isOlder) {
    throw new InputError(
      `${found.path}, line ${found.line}, installs ${
        fromVersion ?? `chart ${chart}`
      } already, which is newer than ${
        release.version
      }: going back is a revert of the change that brought it`,
    );
  }
}

function textAfter(
  { text, what }: VersionPlace,
  { version, chartVersion }: ControllerRelease,
): string {
  switch (what) {
    case 'chart':
      if (chartVersion === undefined) {
        throw new InputError(
          `Which chart installs controller ${version} is not known here: give chartVersion`,
        );
      }
      return chartVersion;
    case 'image':
      return `${text.replace(/:[^:/]*$/, '')}:${version}`;
    case 'release':
      return text.replace(
        /github\.com\/bitnami(-labs)?\/sealed-secrets\/releases\/download\/[^/]+\//,
        `github.com/bitnami/sealed-secrets/releases/download/v${version}/`,
      );
    case 'repository':
      return text.startsWith('https://bitnami-labs.') ? CHART_REPOSITORY : text;
    default:
      return version;
  }
}
