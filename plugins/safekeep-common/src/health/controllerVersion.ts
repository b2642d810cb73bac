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

const CONTROLLER_IMAGE = /(?:^|[/-])sealed-secrets(?:-controller)?$/;
const VERSION = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+_.].*)?$/;

/** The image without its tag and its digest, and the tag. */
function splitImage(image: string): { name: string; tag?: string } {
  const [reference] = image.split('@');
  const match = /^(.*?)(?::([^:/]+))?$/.exec(reference);
  return { name: match?.[1] ?? reference, tag: match?.[2] };
}

/**
 * Whether an image is that of the sealed-secrets controller, wherever it was
 * copied to.
 *
 * @public
 */
export function isControllerImage(image: string): boolean {
  return CONTROLLER_IMAGE.test(splitImage(image).name);
}

/**
 * The version that the tag of a controller's image tells, as `0.40.0`;
 * undefined for an image that is named by its digest alone, or by a tag like
 * `latest`.
 *
 * @public
 */
export function controllerVersion(image: string): string | undefined {
  const [, major, minor, patch = '0'] =
    VERSION.exec(splitImage(image).tag ?? '') ?? [];
  return minor === undefined
    ? undefined
    : [major, minor, patch].map(Number).join('.');
}

/** Whether a version that {@link controllerVersion} gave is before `0.<minor>`. */
export function isBefore(version: string, minor: number): boolean {
  const [ownMajor, ownMinor] = version.split('.').map(Number);
  return ownMajor === 0 && ownMinor < minor;
}
