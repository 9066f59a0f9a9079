/** Measures the vault: processor time of sealing beside the age command, of opening, and what a range reads. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEventBus } from '../../gateway/core/events.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { GiB, MiB } from '../../gateway/core/units.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { createBucketKeys } from '../../gateway/keyring/bucket-keys.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore } from '../../gateway/store/store.ts'
import type { BlobFolder } from '../../gateway/vault/blob-folder.ts'
import { plaintextOf, rangeOf } from '../../gateway/vault/open-object.ts'
import { openVault, type Vault } from '../../gateway/vault/vault.ts'
import { type BenchLine, benchLine, median, printLine } from './line.ts'

const rounds = 5
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const health = { raise: console.error, clear: () => undefined, warnings: () => [] }

/** `--mib N`: the length of the file; 512 unless told. */
export async function run(args: string[]): Promise<BenchLine[]> {
  const { values } = parseArgs({
    args,
    options: { mib: { type: 'string', default: '512' } },
    strict: false,
  })
  const bytes = Math.max(Number(values.mib) || 0, 64) * MiB
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse bench-'))
  try {
    const file = join(folder, 'plain')
    fill(file, bytes)
    const lines = await measure(folder, file, bytes)
    lines.forEach(printLine)
    return lines
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string, file: string, bytes: number): Promise<BenchLine[]> {
  await using vault = await openOne(folder)
  const turns: { own: number; peer: number | null; opening: number }[] = []
  // The first round warms both up. Each one's output goes before the other's turn, so that both write into memory that
  // the system has at hand: a page that a virtual machine touches for the first time costs more than sealing it.
  for (let round = 0; round <= rounds; round++) {
    let id = ''
    const own = await cpuSeconds(async () => {
      id = await seal(vault.vault, file)
    })
    const opening = await cpuSeconds(() => open(vault.vault, id))
    await vault.vault.blobs.remove([id])
    const peer = ageSeconds(folder, file)
    if (round > 0) turns.push({ own, peer, opening })
  }
  const id = await seal(vault.vault, file)
  const perGiB = (seconds: number) => (seconds * GiB) / bytes
  const own = median(turns.map((turn) => perGiB(turn.own)))
  const peers = turns.flatMap(({ own: mine, peer }) =>
    peer === null ? [] : [{ peer: perGiB(peer), ratio: mine / peer }],
  )
  const common = {
    bench: 'vault',
    metric: 'cpu_seconds_per_gib',
    unit: 's',
    detail: { mebibytes: bytes / MiB, rounds },
  }
  return [
    benchLine({
      ...common,
      case: 'sealing-a-file',
      value: own,
      peer: peers.length === 0 ? null : 'age',
      peer_value: peers.length === 0 ? null : median(peers.map(({ peer }) => peer)),
      ratio: peers.length === 0 ? null : median(peers.map(({ ratio }) => ratio)),
      // Against the peer alone: seconds say nothing where it is missing.
      ...(peers.length === 0 ? {} : { budget: '<= 1.25' }),
    }),
    benchLine({
      ...common,
      case: 'opening-a-file',
      value: median(turns.map((turn) => perGiB(turn.opening))),
    }),
    await range(vault.vault, id, bytes),
  ]
}

/** The bytes that 64 KiB from the middle cost: theirs are in two chunks, and the last one is the proof. */
async function range(vault: Vault, id: string, bytes: number): Promise<BenchLine> {
  let read = 0
  const counting: BlobFolder = {
    ...vault.blobs,
    async open(wanted) {
      const blob = await vault.blobs.open(wanted)
      if (blob === null) return null
      return {
        bytes: blob.bytes,
        async read(into, at) {
          const piece = await blob.read(into, at)
          read += piece.length
          return piece
        },
        [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
      }
    },
  }
  const { header } = await vault.open(id)
  const wanted = { from: Math.floor(bytes / 2) + 1000, length: 65_536 }
  let got = 0
  for await (const piece of rangeOf(header, wanted, counting)) got += piece.length
  if (got !== wanted.length) throw new Error('the range was not read whole')
  return benchLine({
    bench: 'vault',
    case: 'range-of-64-kib-in-a-long-file',
    metric: 'bytes_read_per_byte',
    unit: 'ratio',
    value: read / got,
    budget: '<= 3.01',
    detail: { bytes_read: read, object_bytes: bytes },
  })
}

async function seal(vault: Vault, file: string): Promise<string> {
  const incoming = await vault.begin({
    ...{ source: 'bench', class: 'recording', name: 'bench', contentType: null, bytes: statSync(file).size },
  })
  const descriptor = openSync(file, 'r')
  // One buffer for all, as an upload's pieces are let go one by one.
  const piece = Buffer.alloc(64 * 1024)
  for (let length = readSync(descriptor, piece); length > 0; length = readSync(descriptor, piece))
    await incoming.write(piece.subarray(0, length))
  closeSync(descriptor)
  return (await incoming.finish()).id
}

async function open(vault: Vault, id: string): Promise<void> {
  const { header } = await vault.open(id)
  for await (const _piece of plaintextOf(header, vault.blobs));
}

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** What the age command spends on the same file, from a file into a file; null where it is not installed. */
function ageSeconds(folder: string, file: string): number | null {
  const recipient = recipientOfSecret(new Secret(randomBytes(32)))
  const out = join(folder, 'sealed.age')
  // The shell's own `times` says what its children have spent, as no call of Node does for one child alone.
  const script = 'age -r "$1" -o "$2" "$3" || exit 1; times'
  const { status, stdout } = spawnSync('sh', ['-c', script, 'sh', recipient, out, file], { encoding: 'utf8' })
  rmSync(out, { force: true })
  if (status !== 0) return null
  const [, children = ''] = stdout.trim().split('\n')
  const spent = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
  return spent.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}

function fill(file: string, bytes: number): void {
  const descriptor = openSync(file, 'w')
  const piece = randomBytes(MiB)
  for (let length = 0; length < bytes; length += piece.length) writeSync(descriptor, piece)
  closeSync(descriptor)
  if (existsSync('/bin/sync')) execFileSync('sync', [file])
}

async function openOne(folder: string): Promise<{ vault: Vault } & AsyncDisposable> {
  const [database, keysFolder] = [join(folder, 'gatehouse.db'), join(folder, 'keys')]
  const keyring = await openKeyring({
    directory: keysFolder,
    root: { kind: 'file', path: join(keysFolder, 'root.key') },
    clock,
    createIfNew: true,
  })
  const store = await openStore({
    file: database,
    key: await keyring.longLivedKey('database'),
    clock,
    health,
  })
  const vault = await openVault({
    ...{ directory: join(folder, 'vault'), store, keys: createBucketKeys(keyring), clock, health },
    ...{ log: silentLog, random: randomBytes, owner: () => null },
    events: createEventBus({ fault: console.error }),
    limits: () => ({ maxObjectBytes: 1024 * GiB, minFreeBytes: 0 }),
  })
  return {
    vault,
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
      await keyring[Symbol.asyncDispose]()
    },
  }
}
