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
 * The vocabulary of Safekeep.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './clusterFacts';
export * from './clusterStatus';
export * from './databaseFacts';
export * from './compareSnapshots';
export * from './databaseMigration';
export * from './databaseSnapshot';
export * from './facts';
export * from './formSecrets';
export * from './health';
export * from './observations';
export * from './passwordRotation';
export * from './permissions';
export * from './reasons';
export * from './reloader';
export * from './SafekeepApi';
export * from './SafekeepClient';
export * from './status';
export * from './statusAction';
export * from './surroundings';
export * from './valueAlphabets';
