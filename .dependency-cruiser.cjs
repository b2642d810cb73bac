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

// Which of our packages may import which; docs/architecture.md says why.
const MAY_IMPORT = {
  'plugins/safekeep-common': [],
  'plugins/safekeep-node': ['plugins/safekeep-common'],
  'plugins/safekeep-backend': [
    'plugins/safekeep-common',
    'plugins/safekeep-node',
  ],
  'plugins/scaffolder-backend-module-safekeep': [
    'plugins/safekeep-common',
    'plugins/safekeep-node',
  ],
  'plugins/safekeep': ['plugins/safekeep-common'],
  'packages/cli': [
    'plugins/safekeep-common',
    'plugins/safekeep-node',
    'plugins/scaffolder-backend-module-safekeep',
  ],
  'packages/sandbox': ['plugins/safekeep-common', 'plugins/safekeep-node'],
  'packages/testbed': [],
};

// Tests may use the sandbox as the cluster and forge that they talk to.
const TESTS = '\\.test\\.tsx?$|/__testUtils__/|/dev/|/cluster-tests/';

// Tests of a real cluster run what we make as others would: from outside.
const CLUSTER_TESTS_MAY_IMPORT = [
  'plugins/safekeep-common',
  'plugins/safekeep-node',
  'packages/sandbox',
  'packages/testbed',
];

const OURS = `^(${Object.keys(MAY_IMPORT).join('|')}|packages/(app|backend))/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `${folder.split('/').pop()}-imports`,
      comment: `${folder} may import ${
        allowed.join(', ') || 'nothing of ours'
      }`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: TESTS },
      to: {
        path: OURS,
        pathNot: [folder, ...allowed].map(name => `^${name}/`),
      },
    })),
    {
      name: 'cluster-tests-imports',
      comment: `packages/testbed/cluster-tests may import ${CLUSTER_TESTS_MAY_IMPORT.join(
        ', ',
      )}`,
      severity: 'error',
      from: { path: '^packages/testbed/cluster-tests/' },
      to: {
        path: OURS,
        pathNot: CLUSTER_TESTS_MAY_IMPORT.map(name => `^${name}/`),
      },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unsealing-is-independent',
      comment:
        'The sandbox opens what we seal by code of its own, or it would prove nothing.',
      severity: 'error',
      from: {
        path: '^packages/sandbox/src/(unsealing|controllers|kubernetes)/',
        pathNot: TESTS,
      },
      to: { path: '^plugins/safekeep-node/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|coverage|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
