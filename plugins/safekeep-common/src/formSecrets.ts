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

/**
 * Kubernetes refuses a Secret whose values together have more bytes than this.
 *
 * @public
 */
export const SECRET_SIZE_LIMIT = 1024 * 1024;

/**
 * The name of the scaffolder secret that holds the value of a key in base64.
 *
 * @remarks
 * A scaffolder secret is text. A value that is typed is the secret named as the
 * key, taken as UTF-8. One that is bytes, such as a keystore, is in base64 under
 * this name: no key of a Secret has a colon in it, so that no value which was
 * typed can be taken for bytes, whatever it looks like.
 *
 * @public
 */
export function binarySecretName(key: string): string {
  return `base64:${key}`;
}
