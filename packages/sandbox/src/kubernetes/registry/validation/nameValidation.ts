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

import { ResourceDefinition } from '../../resources/ResourceDefinition';
import { StatusCause } from '../../status/ApiStatusError';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DNS1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

export function validateName(
  definition: ResourceDefinition,
  name: string,
): StatusCause[] {
  const field = 'metadata.name';
  if (!name) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field,
      },
    ];
  }
  // RBAC names are path segments: `system:controller:…` is one.
  if (definition.group === 'rbac.authorization.k8s.io') {
    return [];
  }
  const refuse = (why: string): StatusCause[] => [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: "${name}": ${why}`,
      field,
    },
  ];
  if (definition.kind === 'Namespace') {
    if (name.length > 63) {
      return refuse('must be no more than 63 characters');
    }
    return LABEL.test(name) ? [] : refuse(LABEL_TEXT);
  }
  if (definition.kind === 'Service') {
    if (name.length > 63) {
      return refuse('must be no more than 63 characters');
    }
    return DNS1035.test(name) ? [] : refuse(DNS1035_TEXT);
  }
  if (name.length > 253) {
    return refuse('must be no more than 253 characters');
  }
  return SUBDOMAIN.test(name) ? [] : refuse(SUBDOMAIN_TEXT);
}
