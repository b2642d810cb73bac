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

/** Why a Job has not counted what a database holds, in Korean. */
export const koSnapshotReasons = {
  'reason.snapshot-server-unreachable.why':
    'Job {{job}}: 서버가 제때 응답하지 않았습니다.',
  'reason.snapshot-server-unreachable.whatToDo':
    '데이터베이스가 준비되었는지, NetworkPolicy가 이 Job을 들여보내는지 확인하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-login-refused.why':
    'Job {{job}}: 서버가 Secret에 있는 비밀번호를 거부합니다.',
  'reason.snapshot-login-refused.whatToDo':
    '데이터베이스와 Secret의 비밀번호가 다릅니다. 먼저 비밀번호를 교체하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-query-failed.why':
    'Job {{job}}: 서버가 쿼리를 거부했거나 중단했습니다.',
  'reason.snapshot-query-failed.whatToDo':
    '데이터베이스 로그를 보세요. 보통은 잠금, 손상된 인덱스, 권한 부족 때문입니다. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-clients-connected.why':
    'Job {{job}}: 기다리는 시간이 끝날 때까지 다른 클라이언트가 연결되어 있었습니다.',
  'reason.snapshot-clients-connected.whatToDo':
    '무엇이 연결되어 있는지(pg_stat_activity) 찾아 멈추세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-out-of-time.why':
    'Job {{job}}: 허용된 시간보다 오래 걸렸습니다.',
  'reason.snapshot-out-of-time.whatToDo':
    '데이터베이스가 덜 바쁠 때 다시 하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-dump-failed.why': 'Job {{job}}: 덤프를 쓰지 못했습니다.',
  'reason.snapshot-dump-failed.whatToDo':
    '덤프 볼륨이 있는지, 사용자 65534가 쓸 수 있는지 확인하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-no-room.why':
    'Job {{job}}: 덤프를 담을 볼륨이 너무 작습니다.',
  'reason.snapshot-no-room.whatToDo':
    'Git에서 이 클레임의 용량을 늘리세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-dump-missing.why':
    'Job {{job}}: 복원할 덤프가 없거나 온전하지 않습니다. 아무것도 복원하지 않았습니다.',
  'reason.snapshot-dump-missing.whatToDo': '되돌리고 처음부터 다시 하세요.',
  'reason.snapshot-target-not-empty.why':
    'Job {{job}}: 복원할 서버에 이미 테이블이 있습니다. 건드리지 않았습니다.',
  'reason.snapshot-target-not-empty.whatToDo':
    'StatefulSet이 어떤 클레임을 마운트하는지 확인하세요. 새 클레임이어야 합니다. 이전 시도에서 남은 클레임이라면, 그 안에 필요한 것이 없는지 확인한 뒤 쓰는 파드가 없을 때 지우세요. 아니면 되돌리세요.',
  'reason.snapshot-restore-failed.why':
    'Job {{job}}: 서버가 덤프의 일부를 거부해서 그 앞까지만 복원되었습니다.',
  'reason.snapshot-restore-failed.whatToDo':
    '이유는 덤프 볼륨의 restore.log에 있습니다. 그것을 없애거나 되돌리세요. 이전 데이터는 그대로 있습니다. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-same-server.why':
    'Job {{job}}: 마지막까지 응답한 서버는 이전 서버였습니다.',
  'reason.snapshot-same-server.whatToDo':
    'Service가 어느 파드로 가는지 확인하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-too-many-databases.why':
    'Job {{job}}: 서버의 데이터베이스가 Job의 메시지에 담을 수 있는 것보다 많습니다.',
  'reason.snapshot-too-many-databases.whatToDo':
    '이런 서버는 이 방법으로 옮길 수 없습니다. 직접 옮기세요.',
  'reason.snapshot-not-dumpable.why':
    'Job {{job}}: 덤프로 옮겨지지 않는 것이 서버에 있습니다. 준비된 트랜잭션, 테이블스페이스, 접속할 수 없는 데이터베이스, 줄 바꿈이 든 이름 중 하나입니다.',
  'reason.snapshot-not-dumpable.whatToDo':
    '그것을 없애거나, StatefulSet이 지금의 클레임을 마운트하게 하세요. 그다음 클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만듭니다.',
  'reason.snapshot-md5-passwords.why':
    'Job {{job}}: 비밀번호가 md5인 롤이 있고, 새 서버는 그것을 받지 않습니다. 아무것도 복원하지 않았습니다.',
  'reason.snapshot-md5-passwords.whatToDo':
    '되돌리고 그 롤의 비밀번호를 교체한 다음 처음부터 다시 하세요.',
  'reason.snapshot-restored-already.why':
    'Job {{job}}: 거기 있는 덤프는 다른 서버의 것이거나 이미 복원되었습니다. 다시 쓰지 않았습니다.',
  'reason.snapshot-restored-already.whatToDo':
    '할 일이 없습니다. 이 Job은 할 일을 마쳤습니다. 옮기기를 마치거나 되돌리세요.',
} as const;
