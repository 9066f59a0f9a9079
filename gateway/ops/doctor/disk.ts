/** Checks that the data folder has room, can be written, keeps file modes, and lies on a disk that SQLite's WAL can use. */
import { randomBytes } from 'node:crypto'
import { chmod, open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { sizeOf } from '../../core/pages/words.ts'
import { GiB, MiB } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'
import { withoutHistory } from './store.ts'

export interface DiskFacts {
  freeBytes: number
  totalBytes: number
  /** `f_type` of statfs(2). */
  fileSystemType: number
  writable: 'yes' | 'read-only' | 'forbidden' | 'full' | 'missing'
  /** Whether a file made 0600 stays 0600 (FAT and some shares forget it). */
  keepsModes: boolean
}

/**
 * File systems on which SQLite's WAL does not work, as its readers share memory through the `-shm` file.
 * Source: sqlite.org/wal.html ("WAL does not work over a network filesystem"); numbers: statfs(2).
 */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
])

/** Below this the store stops writing history soon; below the second it has stopped. */
const lowBytes = GiB
const emptyBytes = 64 * MiB
const todoRoom = 'Make room on the disk, or move the data folder to a larger one.'

export interface DiskQuestion {
  /** True where the gateway runs. */
  running: boolean
  /** Stand-in for the real one, which reads the folder. */
  look?: ((folder: string) => Promise<DiskFacts>) | undefined
}

/** Looks at the folder; writes one small file there and removes it. */
export async function checkDisk(folder: string, { running, look }: DiskQuestion): Promise<DoctorCheck[]> {
  const facts = await (look ?? readDisk)(folder)
  if (facts.writable === 'missing') {
    return [
      {
        id: 'disk-write',
        title: 'Data folder',
        state: 'fail',
        found: `The folder ${folder} does not exist.`,
        meaning: 'There is no place for keys, certificates and journal.',
        todo: 'Start the gateway once, which creates it, or correct its path in the configuration.',
      },
    ]
  }
  return [space(facts, running), writing(folder, facts, running), fileSystem(facts)]
}

function space(facts: DiskFacts, running: boolean): DoctorCheck {
  const base = { id: 'disk-space', title: 'Room on the disk' }
  const found = `${sizeOf(facts.freeBytes)} of ${sizeOf(facts.totalBytes)} are free.`
  // A small disk may have little room without that being what is wrong with it.
  if (facts.writable === 'read-only' && facts.freeBytes < lowBytes) {
    return {
      ...base,
      state: 'warn',
      found,
      meaning: 'Nothing is written while the disk is read-only, whatever room there is.',
      todo: 'See to the data folder first.',
    }
  }
  if (facts.freeBytes < emptyBytes) {
    return {
      ...base,
      state: 'fail',
      found,
      meaning: withoutHistory(running),
      todo: todoRoom,
    }
  }
  if (facts.freeBytes < lowBytes) {
    return { ...base, state: 'warn', found, meaning: 'History will stop being written soon.', todo: todoRoom }
  }
  return { ...base, state: 'ok', found, meaning: 'That is enough.', todo: '' }
}

function writing(folder: string, facts: DiskFacts, running: boolean): DoctorCheck {
  const base = { id: 'disk-write', title: 'Data folder' }
  if (facts.writable === 'yes') {
    return {
      ...base,
      state: 'ok',
      found: 'The folder can be written.',
      meaning: 'Journal and keys can be kept.',
      todo: '',
    }
  }
  const why = {
    'read-only': [
      'The disk is mounted read-only.',
      'Often the sign of a dying SD card: make a backup and replace it.',
    ],
    forbidden: [
      'This user may not write there.',
      `Give the folder to the gateway's user: \`chown -R gatehouse ${folder}\`.`,
    ],
    full: ['The disk is full.', todoRoom],
    missing: ['The folder does not exist.', 'Correct its path in the configuration.'],
  }[facts.writable] as [string, string]
  return {
    ...base,
    state: 'fail',
    found: why[0],
    meaning: running
      ? 'No history is written and no key can be made. Protection goes on with what is loaded.'
      : 'The gateway cannot start where keys or certificates have still to be made; otherwise it keeps no history.',
    todo: why[1],
  }
}

function fileSystem(facts: DiskFacts): DoctorCheck {
  const base = { id: 'disk-type', title: 'Kind of disk' }
  const network = networkFileSystems.get(facts.fileSystemType)
  if (network) {
    return {
      ...base,
      state: 'fail',
      found: `The data folder lies on a network share (${network}).`,
      meaning: 'The database can be damaged there.',
      todo: 'Move the data folder to a disk inside the box.',
    }
  }
  if (!facts.keepsModes) {
    return {
      ...base,
      state: 'fail',
      found: 'The disk does not keep file permissions.',
      meaning: 'Keys could be read by every program on the box.',
      todo: 'Move the data folder to a disk with ext4, XFS or Btrfs.',
    }
  }
  return {
    ...base,
    state: 'ok',
    found: 'A disk inside the box that keeps permissions.',
    meaning: 'The database is safe there.',
    todo: '',
  }
}

async function readDisk(folder: string): Promise<DiskFacts> {
  const empty = { freeBytes: 0, totalBytes: 0, fileSystemType: 0, keepsModes: true }
  try {
    await stat(folder)
  } catch {
    return { ...empty, writable: 'missing' }
  }
  const room = await statfs(folder)
  const trial = await tryToWrite(folder)
  return {
    freeBytes: room.bavail * room.bsize,
    totalBytes: room.blocks * room.bsize,
    fileSystemType: room.type,
    ...trial,
  }
}

async function tryToWrite(folder: string): Promise<Pick<DiskFacts, 'writable' | 'keepsModes'>> {
  const path = join(folder, `.doctor-${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.write(Buffer.alloc(4096))
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(path, 0o600)
    const keepsModes = ((await stat(path)).mode & 0o777) === 0o600
    return { writable: 'yes', keepsModes }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EROFS') return { writable: 'read-only', keepsModes: true }
    if (code === 'ENOSPC' || code === 'EDQUOT') return { writable: 'full', keepsModes: true }
    return { writable: 'forbidden', keepsModes: true }
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
