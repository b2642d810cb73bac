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

/** A sealing certificate; nobody has its private key. */
export const SEALING_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDETCCAfmgAwIBAgIUFK9J39NeHLt+7cb5Qjz3VBbGF0swDQYJKoZIhvcNAQEL
BQAwGDEWMBQGA1UEAwwNc2VhbGVkLXNlY3JldDAeFw0yNjExMjMwMTIwMDhaFw00
NjExMTgwMTIwMDhaMBgxFjAUBgNVBAMMDXNlYWxlZC1zZWNyZXQwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQDRQH52w1jOglsXIpafYjzfVKzLW75jv2pA
OURg0arf/KFVqEUk3R6HA7SeINgcqRMs1lnFoLfiEaG0IA7Zeepobvon2WiK3HOM
lY+vt587I40x2/Tm2IjoMf8qfdA2LnJpWxD6UFjFcBYC7uZyV6NYJBdlW6rtpbYK
447PmdPcrIfedx8kJD703Ii8S5lP0zye8JjiDbi2uxtKtTPiX5JwFXfX1pqbL0mm
MyS1v16sEkkIUPl+Whf0zhgn4u5Aa6/V2H1jjPWDyauE9CSwSmLFnxULqJG+oNKB
R9j6g09T50zu6KApS9pMnjlgm8GVNBcUlmo2+k5Jf0ViLAqnpPS9AgMBAAGjUzBR
MB0GA1UdDgQWBBQHKqbLL8FIiZHNlg9GXKUyWRQk8jAfBgNVHSMEGDAWgBQHKqbL
L8FIiZHNlg9GXKUyWRQk8jAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
A4IBAQBIQGjVh4DTreaIz7wwCfeE6t077zJD86jrnlGHE/L1eYRkaxY8/ZQR2syf
WEah23WU2y/HFshXURebBVwYcj9BjNHUoaLhFwa9GUfMMgVzYeEUPdVNuPgL4J5Y
iWP2ZarFh3XNGiuS24L5t8BSHaeJeEkJ+Y3OdUcV+tiqoMQnmEOeUHg5pvcH2c0h
QFJ8g+6PmWoaUO39SJvmYb6/UpCKfkh0Yu6gDO2fN0kzwP5QbfuZ1Qz8Bn7kX1P2
58LNh3E4nlc6SIcqvSTHZJlMGohWcNm7b+UAWKCNRdTmQ8ADhKu9EdqOSf2g5QzS
Vr+MXqZ9Y06JKHoMQ9vC+9XYw2rh
-----END CERTIFICATE-----
`;
