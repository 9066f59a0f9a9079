/** What a device sees by SFTP: a folder for each class of files, into which it can put files and out of which nothing comes. */
import type { DeviceIdentity } from '../core/device/device.ts'
import { isGatewayError } from '../core/errors.ts'
import { vaultClasses } from '../core/vault/object.ts'
import type { IngestParts } from './ingest.ts'
import { beginReception, type Reception } from './receive.ts'
import type { SftpAnswer, SftpFolder, SftpRefusal, SftpRequest } from './sftp-protocol.ts'

/** Files that one session may have open at once; OpenSSH has one. */
const maxOpen = 4
/** Files just stored whose length the session may still ask for, as many programs do to see that all arrived. */
const maxRemembered = 100
/** Bytes of a path that is said again: twice in one answer. Class and name are shorter. */
const longestPath = 400

interface OpenFile {
  path: string
  reception: Reception
  /** What became of it, where it takes nothing more. */
  failure: SftpAnswer | null
}

export function createUploadFolder(device: DeviceIdentity, parts: IngestParts): SftpFolder {
  const open = new Map<number, OpenFile>()
  const stored = new Map<string, number>()
  let lastHandle = 0
  let isEnded = false

  async function begin({ path, mode }: Extract<SftpRequest, { kind: 'open' }>): Promise<SftpAnswer> {
    if (mode.read || !mode.write) return refused('permission-denied', writeOnly)
    // Nobody can go on with a file that is sealed: the same counters would be used twice under one key.
    if (mode.append) return refused('failure', noResume)
    const [vaultClass, name] = partsOf(path)
    if (vaultClass === undefined || name === undefined)
      return refused('permission-denied', `Files go into a folder: ${vaultClasses.join(', ')}.`)
    if (open.size >= maxOpen) return refused('failure', 'Too many files are open in this session.')
    const reception = await beginReception(
      { listener: 'sftp', device, class: vaultClass, name, contentType: null, bytes: null },
      parts,
    )
    // The device went away meanwhile: nobody else would ever give the file's place back.
    if (isEnded) {
      await reception.abort()
      return noSuchHandle
    }
    open.set(++lastHandle, { path: canonical(path), reception, failure: null })
    return { kind: 'opened', handle: lastHandle }
  }

  async function write({ handle, at, bytes }: Extract<SftpRequest, { kind: 'write' }>): Promise<SftpAnswer> {
    const file = open.get(handle)
    if (file === undefined) return noSuchHandle
    if (file.failure !== null) return file.failure
    if (at !== file.reception.received) {
      file.failure = refused('failure', at === 0 || file.reception.received > 0 ? notInOrder : noResume)
      await file.reception.abort()
      return file.failure
    }
    try {
      await file.reception.write(bytes)
      return done
    } catch (error) {
      file.failure = failed(error)
      return file.failure
    }
  }

  async function close(handle: number): Promise<SftpAnswer> {
    const file = open.get(handle)
    if (file === undefined) return noSuchHandle
    open.delete(handle)
    if (file.failure !== null) return file.failure
    const { bytes } = await file.reception.finish()
    const oldest = stored.keys().next()
    if (stored.size >= maxRemembered && !oldest.done) stored.delete(oldest.value)
    stored.set(file.path, bytes)
    return done
  }

  function stat(path: string): SftpAnswer {
    const [vaultClass, name, ...deeper] = partsOf(path)
    const isFolder = vaultClass === undefined || vaultClasses.some((each) => each === vaultClass)
    if (isFolder && name === undefined) return { kind: 'attributes', isFolder, bytes: 0 }
    const bytes = deeper.length === 0 ? stored.get(canonical(path)) : undefined
    return bytes === undefined
      ? refused('no-such-file', 'There is nothing of this name.')
      : { kind: 'attributes', isFolder: false, bytes }
  }

  function handle(request: SftpRequest): Promise<SftpAnswer> | SftpAnswer {
    switch (request.kind) {
      case 'realpath':
        return Buffer.byteLength(request.path) > longestPath
          ? refused('failure', 'The path is too long.')
          : { kind: 'path', path: canonical(request.path) }
      case 'stat':
        return stat(request.path)
      case 'stat-handle': {
        const file = open.get(request.handle)
        return file === undefined
          ? noSuchHandle
          : { kind: 'attributes', isFolder: false, bytes: file.reception.received }
      }
      case 'open':
        return begin(request)
      case 'write':
        return write(request)
      case 'close':
        return close(request.handle)
      case 'set-attributes':
        // Taken without effect: programs that keep times and permissions would otherwise call the upload failed.
        return done
      case 'rename':
        // The name is sealed with the file. What uploads under another name first can be told not to.
        return refused('permission-denied', 'Files cannot be renamed here: send them under their own name.')
      case 'forbidden':
        return refused('permission-denied', writeOnly)
    }
  }

  return {
    async answer(request) {
      // What was sent ahead by a device that is gone, or was revoked.
      if (isEnded) return noSuchHandle
      try {
        return await handle(request)
      } catch (error) {
        return failed(error)
      }
    },
    async end() {
      isEnded = true
      const receptions = [...open.values()].map(({ reception }) => reception)
      open.clear()
      await Promise.all(receptions.map((reception) => reception.abort().catch(() => undefined)))
    },
  }
}

const done: SftpAnswer = { kind: 'done' }
const writeOnly = 'Files can be put here, and nothing else: no reading, listing, removing or making folders.'
const noResume = 'A file that was cut off cannot be continued: send it again from its beginning.'
const notInOrder = 'A file is written from its beginning to its end, in order.'
const noSuchHandle = refused('failure', 'This file is not open.')

function refused(status: SftpRefusal, message: string): SftpAnswer {
  return { kind: 'refused', status, message }
}

/** Its cause was logged on the way. */
function failed(error: unknown): SftpAnswer {
  if (!isGatewayError(error)) return refused('failure', 'Something inside Gatehouse went wrong.')
  const { problem } = error.details
  const words = [error.message, typeof problem === 'string' ? problem : '', error.hint ?? '']
  return refused('failure', words.filter((word) => word !== '').join(' '))
}

/** Class, name and what is below, as they were written: nothing is tidied away but empty parts and `.`. */
function partsOf(path: string): string[] {
  const [first, ...rest] = path.split('/').filter((part) => part !== '')
  const named = (first === '.' ? rest : [first, ...rest]).filter((part) => part !== undefined)
  // All behind the class is the name: one with a slash in it is refused as such.
  return named.length <= 2 ? named : [named[0] ?? '', named.slice(1).join('/')]
}

function canonical(path: string): string {
  return `/${partsOf(path).join('/')}`
}
