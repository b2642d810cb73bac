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

/** The labels of a service's objects, as charts set them. */
export function labelsOf(service: string): Record<string, string> {
  return {
    app: service,
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/instance': `${service}-production`,
    'app.kubernetes.io/managed-by': 'argo-cd',
    'app.kubernetes.io/part-of': 'platform',
    'app.kubernetes.io/version': '2026.11.3',
  };
}

/** What a service with a database and a sealed secret runs, as it is applied. */
export function podSpec(service: string): Record<string, unknown> {
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: `${service}-secrets`, key } },
  });
  return {
    containers: [
      {
        name: service,
        image: `registry.example.org/platform/${service}:2026.11.3`,
        imagePullPolicy: 'IfNotPresent',
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [
          fromSecret('DATABASE_USER', 'username'),
          fromSecret('DATABASE_PASSWORD', 'password'),
          { name: 'DATABASE_HOST', value: `${service}-postgres` },
          { name: 'DATABASE_NAME', value: service },
          {
            name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
            value: 'http://collector.observability.svc:4317',
          },
          { name: 'JAVA_TOOL_OPTIONS', value: '-XX:MaxRAMPercentage=75' },
        ],
        resources: {
          limits: { memory: '512Mi' },
          requests: { cpu: '100m', memory: '256Mi' },
        },
        livenessProbe: probe('/healthz/live'),
        readinessProbe: probe('/healthz/ready'),
        volumeMounts: [
          { name: 'data', mountPath: '/var/lib/data' },
          { name: 'config', mountPath: '/etc/service', readOnly: true },
        ],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          runAsNonRoot: true,
        },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: `data-${service}` } },
      { name: 'config', configMap: { name: service, defaultMode: 420 } },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: { fsGroup: 999 },
    serviceAccountName: service,
    terminationGracePeriodSeconds: 30,
  };
}

function probe(path: string) {
  return {
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    initialDelaySeconds: 5,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    timeoutSeconds: 1,
  };
}
