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

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('observations', table => {
    table.comment('Objects of clusters, reduced to what the rules need');
    table.string('cluster', 253).notNullable();
    table.string('kind', 63).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('name', 253).notNullable();
    table
      .text('observation', 'longtext')
      .notNullable()
      .comment('The observation as JSON; never a value of a secret');
    table.primary(['cluster', 'kind', 'namespace', 'name']);
    table.index(['cluster', 'namespace'], 'observations_namespace_idx');
  });

  await knex.schema.createTable('observed_resources', table => {
    table.comment('How well each kind of each cluster could be seen');
    table.string('cluster', 253).notNullable();
    table.string('kind', 63).notNullable();
    table
      .bigInteger('last_seen')
      .nullable()
      .comment('Milliseconds since 1970; null when nothing complete is known');
    table.primary(['cluster', 'kind']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('observed_resources');
  await knex.schema.dropTable('observations');
};
