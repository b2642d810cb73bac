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

const path = require('node:path');

// Backstage's settings go by the folder that they are read in.
process.chdir(path.dirname(__dirname));
const settings = require('@backstage/cli/config/jest');

/** As Backstage's unit tests, in a folder that `npm test` does not look into. */
module.exports = async () => ({
  ...(await settings),
  rootDir: __dirname,
  // A cluster takes its time: images are unpacked, volumes made, leases waited for.
  testTimeout: 10 * 60_000,
});
