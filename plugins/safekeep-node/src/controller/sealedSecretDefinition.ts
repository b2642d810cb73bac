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
 * The CustomResourceDefinition of SealedSecrets, as the project's release
 * manifest has it: schema-v1alpha1.yaml, the same from v0.26.0 to v0.38.4 but
 * for descriptions. Null in `template.data` is of v0.40.0 (#1871).
 *
 * @remarks
 * It is never pruned: with it, the API server deletes every SealedSecret, and
 * with those the garbage collector every Secret.
 */
export const SEALED_SECRET_DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: sealedsecrets.bitnami.com
  annotations:
    # Deleting it deletes every SealedSecret, and with those their Secrets.
    argocd.argoproj.io/sync-options: Prune=false
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  group: bitnami.com
  names:
    kind: SealedSecret
    listKind: SealedSecretList
    plural: sealedsecrets
    singular: sealedsecret
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      storage: true
      subresources:
        status: {}
      additionalPrinterColumns:
        - jsonPath: .status.conditions[0].message
          name: Status
          type: string
        - jsonPath: .status.conditions[0].status
          name: Synced
          type: string
        - jsonPath: .metadata.creationTimestamp
          name: Age
          type: date
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            apiVersion:
              type: string
            kind:
              type: string
            metadata:
              type: object
            spec:
              type: object
              required: [encryptedData]
              properties:
                data:
                  description: Deprecated, use encryptedData.
                  type: string
                  format: byte
                encryptedData:
                  type: object
                  additionalProperties:
                    type: string
                  x-kubernetes-preserve-unknown-fields: true
                template:
                  description: The structure of the Secret that is made of this.
                  type: object
                  properties:
                    data:
                      description: Keys that are made of decrypted values by Go templates.
                      type: object
                      nullable: true
                      additionalProperties:
                        type: string
                        nullable: true # leaves the key out, from 0.40 on
                    immutable:
                      type: boolean
                    metadata:
                      type: object
                      nullable: true
                      x-kubernetes-preserve-unknown-fields: true
                      properties:
                        annotations:
                          type: object
                          additionalProperties:
                            type: string
                        finalizers:
                          type: array
                          items:
                            type: string
                        labels:
                          type: object
                          additionalProperties:
                            type: string
                        name:
                          type: string
                        namespace:
                          type: string
                    type:
                      type: string
            status:
              type: object
              properties:
                conditions:
                  type: array
                  items:
                    type: object
                    required: [status, type]
                    properties:
                      lastTransitionTime:
                        type: string
                        format: date-time
                      lastUpdateTime:
                        type: string
                        format: date-time
                      message:
                        type: string
                      reason:
                        type: string
                      status:
                        type: string
                      type:
                        type: string
                observedGeneration:
                  type: integer
                  format: int64
`;
