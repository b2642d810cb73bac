// Copyright 2026 The Safekeep Authors
//
// Licensed under the Apache License, Version 2.0 (the "License");
// you may not use this file except in compliance with the License.
// You may obtain a copy of the License at
//
//     http://www.apache.org/licenses/LICENSE-2.0
//
// Unless required by applicable law or agreed to in writing, software
// distributed under the License is distributed on an "AS IS" BASIS,
// WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
// See the License for the specific language governing permissions and
// limitations under the License.

// What a first sync is compared with: client-go's shared informers, one for each
// kind, as a controller uses them. Follows a small cluster to warm up, then the
// large one, and prints in JSON how long that took.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

type target struct {
	Kubeconfig string         `json:"kubeconfig"`
	Counts     map[string]int `json:"counts"`
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf(`usage: informer '{"warmUp": {"kubeconfig": …, "counts": …}, "target": …}'`))
	}
	var order struct {
		WarmUp target `json:"warmUp"`
		Target target `json:"target"`
	}
	check(json.Unmarshal([]byte(os.Args[1]), &order))
	follow(order.WarmUp)
	took := follow(order.Target)
	check(json.NewEncoder(os.Stdout).Encode(map[string]float64{"seconds": took.Seconds()}))
}

// How long it takes until all is read.
func follow(t target) time.Duration {
	config, err := clientcmd.BuildConfigFromFlags("", t.Kubeconfig)
	check(err)
	// Nothing is to wait for client-go's own limit.
	config.QPS = -1

	core := group(*config, "/api", corev1.SchemeGroupVersion)
	apps := group(*config, "/apis", appsv1.SchemeGroupVersion)
	batch := group(*config, "/apis", batchv1.SchemeGroupVersion)
	kinds := map[string]cache.SharedIndexInformer{
		"Pod":                   typed(core, "pods", &corev1.Pod{}),
		"StatefulSet":           typed(apps, "statefulsets", &appsv1.StatefulSet{}),
		"PersistentVolumeClaim": typed(core, "persistentvolumeclaims", &corev1.PersistentVolumeClaim{}),
		"Service":               typed(core, "services", &corev1.Service{}),
		"SealedSecret":          sealedSecrets(config),
		"Job":                   typed(batch, "jobs", &batchv1.Job{}),
	}

	stop := make(chan struct{})
	defer close(stop)
	start := time.Now()
	for _, informer := range kinds {
		go informer.Run(stop)
	}
	for _, informer := range kinds {
		// cache.WaitForCacheSync looks ten times a second only.
		for !informer.HasSynced() {
			time.Sleep(time.Millisecond)
		}
	}
	took := time.Since(start)
	for kind, count := range t.Counts {
		if known := len(kinds[kind].GetStore().ListKeys()); known != count {
			fail(fmt.Errorf("%d of %d %ss were read", known, count, kind))
		}
	}
	return took
}

func group(config rest.Config, path string, version schema.GroupVersion) *rest.RESTClient {
	config.APIPath = path
	config.GroupVersion = &version
	config.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	client, err := rest.RESTClientFor(&config)
	check(err)
	return client
}

func typed(client *rest.RESTClient, resource string, object runtime.Object) cache.SharedIndexInformer {
	source := cache.NewListWatchFromClient(client, resource, metav1.NamespaceAll, fields.Everything())
	return cache.NewSharedIndexInformer(source, object, 0, cache.Indexers{})
}

func sealedSecrets(config *rest.Config) cache.SharedIndexInformer {
	client, err := dynamic.NewForConfig(config)
	check(err)
	resource := client.Resource(schema.GroupVersionResource{
		Group: "bitnami.com", Version: "v1alpha1", Resource: "sealedsecrets",
	})
	source := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			return resource.List(ctx, options)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			return resource.Watch(ctx, options)
		},
	}
	return cache.NewSharedIndexInformer(source, &unstructured.Unstructured{}, 0, cache.Indexers{})
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
