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
 * What is watched in single namespaces is seen, or not, by namespace. A primary
 * key cannot be altered everywhere: the few rows are carried over to a new
 * table.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const rows = await knex('observed_resources').select();
  await knex.schema.dropTable('observed_resources');
  await knex.schema.createTable('observed_resources', table => {
    table.comment('How well each kind of each cluster could be seen');
    table.string('cluster', 253).notNullable();
    table.string('kind', 63).notNullable();
    table
      .string('namespace', 253)
      .notNullable()
      .defaultTo('')
      .comment('Where it is watched in one namespace only; else empty');
    table
      .bigInteger('last_seen')
      .nullable()
      .comment('Milliseconds since 1970; null when nothing complete is known');
    table.primary(['cluster', 'kind', 'namespace']);
  });
  if (rows.length > 0) {
    await knex.batchInsert('observed_resources', rows, 100);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const rows = await knex('observed_resources')
    .where({ namespace: '' })
    .select('cluster', 'kind', 'last_seen');
  await knex.schema.dropTable('observed_resources');
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
  if (rows.length > 0) {
    await knex.batchInsert('observed_resources', rows, 100);
  }
};
