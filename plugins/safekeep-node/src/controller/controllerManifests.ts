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

import { ControllerNames, namesOfParts } from './ControllerNames';
import { CONTROLLER_IMAGE } from './releases';
import { SEALED_SECRET_DEFINITION } from './sealedSecretDefinition';

/** What the plain manifests of a controller are made from. */
export interface ControllerManifestsOptions {
  controller: ControllerNames;
  version: string;
  /** Namespaces that it serves besides its own; all where there are none. */
  namespaces: string[];
  /** Whether its namespace is part of them. */
  withNamespace: boolean;
}

/**
 * A controller in plain manifests: names, rights and restrictions as in the
 * project's release manifest, which it can take the place of, and requests for
 * resources besides.
 */
export function controllerManifests(
  options: ControllerManifestsOptions,
): string {
  const { controller, withNamespace } = options;
  return [
    ...(withNamespace ? [namespaceManifest(controller.namespace)] : []),
    SEALED_SECRET_DEFINITION,
    ...rights(options),
    ...services(controller),
    deployment(options),
  ].join('---\n');
}

function namespaceManifest(namespace: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
  labels:
    pod-security.kubernetes.io/enforce: restricted
  annotations:
    # The private keys are in here, and nowhere in Git.
    argocd.argoproj.io/sync-options: Prune=false
    kustomize.toolkit.fluxcd.io/prune: disabled
`;
}

const UNSEALING_RULES = `rules:
  - apiGroups: [bitnami.com]
    resources: [sealedsecrets]
    verbs: [get, list, watch]
  - apiGroups: [bitnami.com]
    resources: [sealedsecrets/status]
    verbs: [update]
  - apiGroups: ['']
    resources: [secrets]
    verbs: [get, list, create, update, delete, watch]
  - apiGroups: ['']
    resources: [events]
    verbs: [create, patch]
  - apiGroups: ['']
    resources: [namespaces]
    verbs: [get]
`;

function rights({
  controller,
  namespaces,
}: ControllerManifestsOptions): string[] {
  const { name, namespace } = controller;
  const parts = namesOfParts(controller);
  const unsealing =
    namespaces.length === 0
      ? [
          role('ClusterRole', parts.unsealer, undefined, UNSEALING_RULES),
          binding('ClusterRole', name, undefined, parts.unsealer, controller),
        ]
      : [...new Set([namespace, ...namespaces])].flatMap(each => [
          role('Role', parts.unsealer, each, UNSEALING_RULES),
          binding('Role', parts.unsealer, each, parts.unsealer, controller),
        ]);
  return [
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    name: ${name}
`,
    ...unsealing,
    role(
      'Role',
      parts.keyAdmin,
      namespace,
      `rules:
  # A new sealing key gets a name of its own, so that create knows no name.
  - apiGroups: ['']
    resources: [secrets]
    verbs: [create, list]
`,
    ),
    binding('Role', name, namespace, parts.keyAdmin, controller),
    role(
      'Role',
      parts.proxier,
      namespace,
      `# What kubeseal and Safekeep ask the controller through the API server: its
# certificate (get), verifying and re-encrypting (create).
rules:
  - apiGroups: ['']
    resources: [services]
    resourceNames: [${name}]
    verbs: [get]
  - apiGroups: ['']
    resources: [services/proxy]
    resourceNames:
      - '${name}'
      - 'http:${name}:'
      - 'http:${name}:http'
    verbs: [get, create]
`,
    ),
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${parts.proxier}
  namespace: ${namespace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${parts.proxier}
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: system:authenticated
`,
  ];
}

function role(
  kind: 'Role' | 'ClusterRole',
  name: string,
  namespace: string | undefined,
  rules: string,
): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}${rules}`;
}

function binding(
  kind: 'Role' | 'ClusterRole',
  name: string,
  namespace: string | undefined,
  roleName: string,
  controller: ControllerNames,
): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata:
  name: ${name}
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${kind}
  name: ${roleName}
subjects:
  - kind: ServiceAccount
    name: ${controller.name}
    namespace: ${controller.namespace}
`;
}

function services(controller: ControllerNames): string[] {
  const { name, namespace } = controller;
  const service = (serviceName: string, port: string, number: number) =>
    `apiVersion: v1
kind: Service
metadata:
  name: ${serviceName}
  namespace: ${namespace}
  labels:
    name: ${name}
spec:
  type: ClusterIP
  selector:
    name: ${name}
  ports:
    - name: ${port}
      port: ${number}
      targetPort: ${port}
      protocol: TCP
`;
  return [
    service(name, 'http', 8080),
    service(namesOfParts(controller).metrics, 'metrics', 8081),
  ];
}

function deployment({
  controller,
  version,
  namespaces,
}: ControllerManifestsOptions): string {
  const { name, namespace } = controller;
  const others = namespaces.filter(each => each !== namespace);
  const args =
    namespaces.length === 0
      ? ''
      : `          args:
            - --all-namespaces=false
${
  others.length > 0
    ? `            - --additional-namespaces=${others.join(',')}\n`
    : ''
}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    name: ${name}
spec:
  replicas: 1 # more than one is not supported
  selector:
    matchLabels:
      name: ${name}
  template:
    metadata:
      labels:
        name: ${name}
    spec:
      serviceAccountName: ${name}
      securityContext:
        fsGroup: 65534
        runAsNonRoot: true
        runAsUser: 1001
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: sealed-secrets-controller
          image: ${CONTROLLER_IMAGE}:${version}
          imagePullPolicy: IfNotPresent
          command: [controller]
${args}          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
            - name: metrics
              containerPort: 8081
              protocol: TCP
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
          resources:
            requests:
              cpu: 50m
              memory: 64Mi
            limits:
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
            readOnlyRootFilesystem: true
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`;
}
