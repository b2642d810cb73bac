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

/** One ReplicaSet of a Deployment, as far as a rollout looks at it. */
export interface RolloutSet {
  name: string;
  replicas: number;
  available: number;
}

export interface RolloutLimits {
  desired: number;
  maxSurge: string | number;
  maxUnavailable: string | number;
}

/**
 * The next sizes of a Deployment's ReplicaSets: the new one grows as far as
 * the surge allows, the old ones shrink as far as enough pods stay available.
 */
export function planRollingUpdate(
  newest: RolloutSet,
  older: RolloutSet[],
  limits: RolloutLimits,
): Map<string, number> {
  const { desired } = limits;
  const surge = resolveShare(limits.maxSurge, desired, Math.ceil);
  let unavailable = resolveShare(limits.maxUnavailable, desired, Math.floor);
  if (surge === 0 && unavailable === 0) {
    unavailable = 1;
  }
  const plan = new Map<string, number>();
  const oldTotal = older.reduce((sum, set) => sum + set.replicas, 0);
  const room = Math.max(0, desired + surge - oldTotal);
  const grown =
    newest.replicas > desired
      ? desired
      : Math.max(newest.replicas, Math.min(desired, room));
  plan.set(newest.name, grown);

  const total = oldTotal + newest.replicas;
  const lagging = newest.replicas - Math.min(newest.available, newest.replicas);
  let removable = Math.max(0, total - (desired - unavailable) - lagging);
  // First pods that serve nobody, then healthy ones.
  const left = new Map(older.map(set => [set.name, set.replicas]));
  for (const set of older) {
    const broken = Math.max(0, set.replicas - set.available);
    const taken = Math.min(broken, removable);
    left.set(set.name, set.replicas - taken);
    removable -= taken;
  }
  const available =
    newest.available + older.reduce((sum, set) => sum + set.available, 0);
  removable = Math.min(
    removable,
    Math.max(0, available - (desired - unavailable)),
  );
  for (const set of older) {
    const rest = left.get(set.name) ?? 0;
    const taken = Math.min(rest, removable);
    plan.set(set.name, rest - taken);
    removable -= taken;
  }
  return plan;
}

/** A number, or a percentage of the desired number. */
export function resolveShare(
  value: string | number,
  desired: number,
  round: (share: number) => number,
): number {
  if (typeof value === 'number') {
    return value;
  }
  return value.endsWith('%')
    ? round((Number.parseFloat(value) / 100) * desired)
    : Number(value);
}
