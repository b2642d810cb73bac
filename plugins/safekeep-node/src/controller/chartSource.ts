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

import { JsonValue } from '@backstage/types';
import { parse } from 'yaml';
import { ValuePath } from '../manifests/yaml/replaceInScalars';
import { CHART_NAME } from './releases';
import { textAtPath, valueAtPath } from './valueAtPath';

/** Where the parts of a chart's installation stand in an object. */
export interface ChartShape {
  chart: ValuePath;
  version: ValuePath;
  /** Address of the chart's repository. */
  repository?: ValuePath;
  values?: ValuePath;
  /** Values as one text of YAML. */
  valuesText?: ValuePath;
  /** Values as a list of name and value. */
  parameters?: ValuePath;
  /** Name of the release. */
  release: string | undefined;
}

/** A text of the object that says which version is installed. */
export interface ChartPlace {
  at: ValuePath;
  text: string;
  what: 'chart' | 'version' | 'repository';
}

/** What an object says of the sealed-secrets chart. */
export interface ChartSource {
  /** What the chart calls the controller. */
  name: string;
  places: ChartPlace[];
  /** Address of a repository other than the project's own. */
  foreignSource?: string;
  /** Whether the image's tag is fixed where it cannot be changed in place. */
  hasBuriedTag: boolean;
}

const OWN_REPOSITORY =
  /^https:\/\/bitnami(-labs)?\.github\.io\/sealed-secrets\/?$/;

/** Whether charts at an address are the project's own, wherever it was then. */
export function isOwnRepository(url: string): boolean {
  return OWN_REPOSITORY.test(url);
}

/** Reads an object that installs a chart; undefined where that is another. */
export function readChartSource(
  value: JsonValue | undefined,
  shape: ChartShape,
): ChartSource | undefined {
  const version = textAtPath(value, shape.version);
  if (textAtPath(value, shape.chart) !== CHART_NAME || version === undefined) {
    return undefined;
  }
  const places: ChartPlace[] = [
    { at: shape.version, text: version, what: 'chart' },
  ];
  const url = shape.repository && textAtPath(value, shape.repository);
  const isOwn = url === undefined || isOwnRepository(url);
  if (shape.repository && url !== undefined && isOwn) {
    places.push({ at: shape.repository, text: url, what: 'repository' });
  }
  for (const at of tagPlaces(value, shape)) {
    const text = textAtPath(value, at);
    if (text !== undefined) {
      places.push({ at, text, what: 'version' });
    }
  }
  const buried = shape.valuesText && textAtPath(value, shape.valuesText);
  const values = buried === undefined ? undefined : readValues(buried);
  const override =
    (shape.values &&
      textAtPath(value, [...shape.values, 'fullnameOverride'])) ??
    parameter(value, shape, 'fullnameOverride')?.text ??
    textAtPath(values, ['fullnameOverride']);
  return {
    name: override ?? nameByRelease(shape.release),
    places,
    ...(!isOwn && { foreignSource: url }),
    hasBuriedTag: valueAtPath(values, ['image', 'tag']) !== undefined,
  };
}

function tagPlaces(
  value: JsonValue | undefined,
  shape: ChartShape,
): ValuePath[] {
  const given = parameter(value, shape, 'image.tag');
  return [
    ...(shape.values ? [[...shape.values, 'image', 'tag']] : []),
    ...(given ? [given.at] : []),
  ];
}

function parameter(
  value: JsonValue | undefined,
  shape: ChartShape,
  name: string,
): { at: ValuePath; text: string | undefined } | undefined {
  const { parameters } = shape;
  const list = parameters && valueAtPath(value, parameters);
  const index = Array.isArray(list)
    ? list.findIndex(each => textAtPath(each, ['name']) === name)
    : -1;
  if (!parameters || index === -1) {
    return undefined;
  }
  const at = [...parameters, index, 'value'];
  return { at, text: textAtPath(value, at) };
}

function readValues(text: string): JsonValue | undefined {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

/** `sealed-secrets.fullname` of the chart. */
function nameByRelease(release: string | undefined): string {
  if (release === undefined || release.includes(CHART_NAME)) {
    return (release ?? CHART_NAME).slice(0, 63).replace(/-$/, '');
  }
  return `${release}-${CHART_NAME}`.slice(0, 63).replace(/-$/, '');
}
