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

// What Safekeep's sealing is compared with: the Go library of sealed-secrets in
// this process, and the kubeseal command, once for each Secret. Prints the
// processor time it took, in JSON.
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"github.com/bitnami-labs/sealed-secrets/pkg/crypto"
)

type result struct {
	Count      int     `json:"count"`
	CPUSeconds float64 `json:"cpuSeconds"`
	// One of what was made, so that it can be seen to be whole.
	Sample string `json:"sample"`
}

func main() {
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: library CERTIFICATE COUNT BYTES LABEL | command CERTIFICATE COUNT KUBESEAL SECRET"))
	}
	count, err := strconv.Atoi(os.Args[3])
	check(err)
	var sample string
	var who int
	var before float64
	switch os.Args[1] {
	case "library":
		who = syscall.RUSAGE_SELF
		key := publicKey(os.Args[2])
		size, err := strconv.Atoi(os.Args[4])
		check(err)
		value := make([]byte, size)
		_, err = rand.Read(value)
		check(err)
		before = cpuSeconds(who)
		for i := 0; i < count; i++ {
			sealed, err := crypto.HybridEncrypt(rand.Reader, key, value, []byte(os.Args[5]))
			check(err)
			sample = base64.StdEncoding.EncodeToString(sealed)
		}
	case "command":
		who = syscall.RUSAGE_CHILDREN
		secret, err := os.ReadFile(os.Args[5])
		check(err)
		before = cpuSeconds(who)
		for i := 0; i < count; i++ {
			command := exec.Command(os.Args[4], "--cert", os.Args[2], "--format", "yaml")
			command.Stdin = bytes.NewReader(secret)
			output, err := command.Output()
			check(err)
			sample = string(output)
		}
	default:
		fail(fmt.Errorf("no such comparison: %s", os.Args[1]))
	}
	check(json.NewEncoder(os.Stdout).Encode(result{
		Count:      count,
		CPUSeconds: cpuSeconds(who) - before,
		Sample:     sample,
	}))
}

func publicKey(path string) *rsa.PublicKey {
	text, err := os.ReadFile(path)
	check(err)
	block, _ := pem.Decode(text)
	if block == nil {
		fail(fmt.Errorf("%s holds no PEM", path))
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	check(err)
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if !ok {
		fail(fmt.Errorf("%s is not for RSA", path))
	}
	return key
}

func cpuSeconds(who int) float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(who, &usage))
	seconds := func(t syscall.Timeval) float64 {
		return float64(t.Sec) + float64(t.Usec)/1e6
	}
	return seconds(usage.Utime) + seconds(usage.Stime)
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
