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

import { doesFit, isVerifier, makeVerifier } from './scram';

interface Role {
  canLogin: boolean;
  /** Undefined: no password, with which nobody logs in over the network. */
  verifier?: string;
  memberOf: Set<string>;
}

/** The roles of one simulated PostgreSQL, as its data directory keeps them. */
export class DatabaseRoles {
  /**
   * What the first start on an empty data directory makes of its environment.
   * Whatever that says later changes nothing.
   */
  static initialize(environment: Map<string, string>): DatabaseRoles {
    const roles = new DatabaseRoles(
      environment.get('POSTGRES_HOST_AUTH_METHOD') === 'trust',
    );
    const password = environment.get('POSTGRES_PASSWORD');
    roles.#roles.set(environment.get('POSTGRES_USER') || 'postgres', {
      canLogin: true,
      verifier: password ? makeVerifier(password) : undefined,
      memberOf: new Set(),
    });
    // What the scripts of a database that Safekeep created do then.
    for (const prefix of ['DB', 'METRICS']) {
      const user = environment.get(`${prefix}_USER`);
      const verifier = environment.get(`${prefix}_PASSWORD_VERIFIER`);
      if (user && verifier && isVerifier(verifier)) {
        const memberOf = new Set<string>();
        roles.#roles.set(user, { canLogin: true, verifier, memberOf });
      }
    }
    return roles;
  }

  readonly #roles = new Map<string, Role>();

  private constructor(
    /** Whether it lets anyone in, whatever the password. */
    readonly trusts: boolean,
  ) {}

  /** As `pg_dumpall --globals-only` carries them to another server. */
  copy(): DatabaseRoles {
    const copy = new DatabaseRoles(this.trusts);
    for (const [name, role] of this.#roles) {
      copy.#roles.set(name, { ...role, memberOf: new Set(role.memberOf) });
    }
    return copy;
  }

  get names(): string[] {
    return [...this.#roles.keys()].sort();
  }

  has(name: string): boolean {
    return this.#roles.has(name);
  }

  isMember(name: string, of: string): boolean {
    return this.#roles.get(name)?.memberOf.has(of) ?? false;
  }

  login(name: string, password: string | undefined): boolean {
    const role = this.#roles.get(name);
    if (!role?.canLogin) {
      return false;
    }
    return (
      this.trusts ||
      (password !== undefined &&
        role.verifier !== undefined &&
        doesFit(password, role.verifier))
    );
  }

  /** `CREATE ROLE name IN ROLE owner` */
  create(name: string, owner: string): void {
    this.#roles.set(name, { canLogin: false, memberOf: new Set([owner]) });
  }

  /** `ALTER ROLE name LOGIN PASSWORD '…'` */
  setPassword(name: string, password: string): void {
    const role = this.#roles.get(name);
    if (role) {
      role.canLogin = true;
      role.verifier = isVerifier(password) ? password : makeVerifier(password);
    }
  }

  /** `ALTER ROLE name NOLOGIN PASSWORD NULL` */
  shutOut(name: string): void {
    const role = this.#roles.get(name);
    if (role) {
      role.canLogin = false;
      role.verifier = undefined;
    }
  }
}
