/** A target of real files, each sealed with a key of its own period: what the vault is to a sweep, in small. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyPlace } from '../../gateway/core/ports.ts'
import { periodBounds } from '../../gateway/core/retention/period.ts'
import type { KeptPeriod, SweepTarget } from '../../gateway/core/retention/target.ts'
import { placeId } from '../../gateway/keyring/key-place.ts'
import type { Keyring } from '../../gateway/keyring/keyring.ts'

export interface FileTarget extends SweepTarget {
  /** Seals and stores one file of the period. */
  put(bucket: FileBucket, text: string): void
  /** The text of a period's file; null where it cannot be opened. */
  open(bucket: FileBucket): string | null
  /** The sealed bytes as a thief may have copied them; null where there is no file. */
  bytes(bucket: FileBucket): Buffer | null
}

export interface FileBucket {
  source: string
  class: string
  period: string
}

export function createFileTarget(folder: string, keyring: Keyring): FileTarget {
  mkdirSync(folder, { recursive: true })
  const pathOf = ({ source, class: kind, period }: FileBucket) => join(folder, `${source}_${kind}_${period}`)
  const placeOf = ({ source, class: kind, period }: FileBucket): KeyPlace => {
    return { kind: 'column', columnClass: `file ${source} ${kind}`, period }
  }
  const open = (bucket: FileBucket) => {
    const place = placeOf(bucket)
    // Asking the keyring for a key would make one.
    const isThere = keyring.places().some((known) => placeId(known.place) === placeId(place))
    if (!isThere || !existsSync(pathOf(bucket))) return null
    return unseal(readFileSync(pathOf(bucket)), keyOf(keyring, bucket))
  }
  return {
    name: 'files',
    open,
    bytes: (bucket) => (existsSync(pathOf(bucket)) ? readFileSync(pathOf(bucket)) : null),
    put(bucket, text) {
      const key = keyOf(keyring, bucket)
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(text), cipher.final()])
      writeFileSync(pathOf(bucket), Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
    },
    async inventory() {
      return readdirSync(folder).map((name): KeptPeriod => {
        const [source = '', kind = '', period = ''] = name.split('_')
        const bucket = { source, class: kind, period }
        return {
          ...{ target: 'files', class: kind, source, period, items: 1 },
          until: periodBounds(period)?.until ?? 0,
          bytes: statSync(join(folder, name)).size,
          keys: [placeOf(bucket)],
        }
      })
    },
    async erase(period) {
      const path = pathOf(bucketOf(period))
      if (!existsSync(path)) return 0
      rmSync(path)
      return 1
    },
    async readable(period) {
      if (open(bucketOf(period)) !== null) return 'the text'
      return existsSync(pathOf(bucketOf(period))) ? 'the sealed file' : null
    },
  }
}

export function bucketOf({ source, class: kind, period }: Pick<KeptPeriod, keyof FileBucket>): FileBucket {
  return { source: source ?? '', class: kind, period }
}

export function unseal(bytes: Buffer, key: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()
  } catch {
    return null
  }
}

function keyOf(keyring: Keyring, { source, class: kind, period }: FileBucket): Buffer {
  return keyring.columnKey(`file ${source} ${kind}`, period).reveal()
}
