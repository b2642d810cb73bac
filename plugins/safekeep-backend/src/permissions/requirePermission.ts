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

import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';

interface PermissionQuestion {
  permissions: PermissionsService;
  permission: BasicPermission;
  credentials: BackstageCredentials;
}

/**
 * Whether the caller has a permission.
 */
export async function hasPermission(
  question: PermissionQuestion,
): Promise<boolean> {
  const { permissions, permission, credentials } = question;
  const [decision] = await permissions.authorize([{ permission }], {
    credentials,
  });
  return decision.result === AuthorizeResult.ALLOW;
}

/**
 * @throws NotAllowedError when the caller does not have the permission.
 */
export async function requirePermission(
  question: PermissionQuestion,
): Promise<void> {
  if (!(await hasPermission(question))) {
    throw new NotAllowedError(
      `This needs the permission ${question.permission.name}`,
    );
  }
}
