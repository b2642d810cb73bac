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

import { HumanDuration } from '@backstage/types';

export interface Config {
  safekeep?: {
    /**
     * What entities may show and change. An entity's annotations are written by
     * whoever owns its file, so they ask; what is here decides.
     */
    access?: {
      /**
       * URL prefixes of the GitOps repositories that may be read and changed,
       * for instance `https://github.com/acme/` or `https://gitea.example/acme/`.
       * None means no repository.
       */
      repositories?: string[];
      /**
       * Namespaces that entities may show, besides those whose Namespace object
       * names the entity or one of its owners in `safekeep.io/entities`.
       */
      grants?: Array<{
        /** Refs of entities or of owners, for instance `group:default/payments`. */
        entities: string[];
        /** Configured names of clusters. */
        clusters: string[];
        namespaces: string[];
      }>;
    };

    /**
     * How old a secret's value may be. The card of a service says which of its
     * values are older. Without, age is shown and judged by nobody.
     */
    rotation?: {
      /** At least a day, for instance `{ days: 90 }`. */
      after: string | HumanDuration;
    };

    /**
     * Where the sealed-secrets controller runs. What `clusters` says of one
     * cluster goes before what is said for all.
     */
    sealedSecrets?: {
      /** Name of its Deployment and Service. Default: `sealed-secrets-controller`. */
      controllerName?: string;
      /** Default: `kube-system`. */
      controllerNamespace?: string;
      clusters?: {
        [cluster: string]: {
          controllerName?: string;
          controllerNamespace?: string;
          /**
           * Path of a PEM file with the sealing certificate, for a cluster whose
           * API server does not proxy to the controller.
           */
          certificateFile?: string;
        };
      };
    };

    /** More about single clusters, by the name that they are configured with. */
    clusters?: Array<{
      name: string;
      /**
       * Watches the metadata of Secrets, so that one can see when a Secret is no
       * longer what its SealedSecret makes. Safekeep asks for metadata alone.
       * The account needs list and watch on Secrets of these namespaces for it,
       * and whoever has that account can read their values.
       */
      secretMetadata?: {
        /** Each by its name; none means that no Secret is looked at. */
        namespaces?: string[];
      };
    }>;

    /**
     * Contexts of kubeconfig files to watch, besides the clusters of
     * `kubernetes.clusterLocatorMethods`.
     */
    kubeconfigContexts?: Array<{
      /** The cluster's name in Backstage. */
      name: string;
      context: string;
      /** Default: what `KUBECONFIG` names, else `~/.kube/config`. */
      file?: string;
    }>;
  };
}
