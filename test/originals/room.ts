/** The room of originals on a real disk, database and keyring, with sweeps beside it and a clock that is moved. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { onTestFinished } from 'vitest'
import type { OriginalContent } from '../../gateway/core/original/content.ts'
import type { OriginalFacts } from '../../gateway/core/original/original.ts'
import { sealOriginal } from '../../gateway/core/original/seal.ts'
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import type { SweepTarget } from '../../gateway/core/retention/target.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { MiB } from '../../gateway/core/units.ts'
import { bech32 } from '../../gateway/core/vault/bech32.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { createOriginalKeys } from '../../gateway/keyring/original-keys.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { type Originals, openOriginals } from '../../gateway/originals/originals.ts'
import type { OriginalSettings } from '../../gateway/originals/room.ts'
import { createOriginalRegister } from '../../gateway/store/original-register.ts'
import { openScene } from '../retention/scene.ts'
import { folder } from '../store/fixture.ts'

export const plain = 'Anna Weber, 12 Main Street'

export async function openRoom(changes: Partial<OriginalSettings> = {}) {
  const owner = new Secret(randomBytes(32))
  const settings: OriginalSettings = {
    ...{ hours: 24, maxTotalBytes: MiB, minFreeBytes: 0 },
    terms: { recipient: recipientOfSecret(owner), maxBodyBytes: MiB },
    ...changes,
  }
  const barred = new Set<EntityType>()
  const sent: OriginalContent[] = []
  // Sweeps are made with their targets, and the room with what sweeps are made of.
  const late: { target: SweepTarget | null } = { target: null }
  const at = (): SweepTarget => {
    if (late.target === null) throw new Error('not open yet')
    return late.target
  }
  const scene = await openScene(folder(), {
    moreTargets: () => [
      {
        name: 'originals',
        inventory: () => at().inventory(),
        isDueNow: (now) => at().isDueNow?.(now) === true,
        erase: (period) => at().erase(period),
        readable: (period) => at().readable(period),
      },
    ],
  })
  onTestFinished(() => scene.close())
  const directory = join(scene.folder, 'originals')
  const register = createOriginalRegister(scene.database)
  const open = async () => {
    const { ledger, clock, health } = scene
    const room = await openOriginals({
      ...{ directory, register, ledger, clock, health, log: silentLog, random: randomBytes },
      keys: createOriginalKeys(scene.keyring),
      settings: () => settings,
      barred: () => barred,
      async send(_original, content) {
        sent.push(content)
        return { exchange: '', status: 200, reason: 'resent' }
      },
    })
    late.target = room.target
    return room
  }
  const room = await open()
  const settled = () => room[Symbol.asyncDispose]()
  /** As a worker hands it over; the id. */
  const keepAs =
    (worker: string, into: Originals = room) =>
    async (facts: Partial<OriginalFacts> = {}, body = plain, content: Partial<OriginalContent> = {}) => {
      const now = facts.at ?? scene.clock.now()
      const id = facts.id ?? timedId(now, randomBytes)
      const recipient = recipientOfSecret(owner)
      into
        .keeperFor(worker)
        .keep(
          factsOf(id, now, facts),
          sealOriginal({ ...contentOf(body), ...content }, { recipient, random: randomBytes }),
        )
      await into[Symbol.asyncDispose]()
      return id
    }
  return {
    ...{ scene, room, open, register, directory, settings, barred, sent, owner, settled },
    files: () => (existsSync(directory) ? readdirSync(directory).sort() : []),
    keepAs,
    keep: keepAs('worker-1'),
    /** Sends it again, as the command does: taken out, opened with the owner's key, and handed back. */
    async resend(id: string) {
      const decrypter = new Decrypter()
      decrypter.addIdentity(bech32('age-secret-key-', owner.reveal()).toUpperCase())
      const sealed = await room.desk.take(id, { for: 'resend', actor: 'box' })
      const text = Buffer.from(await decrypter.decrypt(sealed))
      return room.desk.resend(id, text, { again: false, actor: 'box' })
    },
    listed: () => register.list({ limit: 200 }).map(({ id, why }) => ({ id, why })),
  }
}

export function factsOf(id: string, at: number, changes: Partial<OriginalFacts> = {}): OriginalFacts {
  return {
    ...{ id, at, client: '192.168.1.7', scheme: 'https', destination: 'crm.example', port: 443 },
    ...{ method: 'POST', path: '/orders', types: ['EMAIL'], bytes: plain.length },
    ...changes,
  }
}

export function contentOf(body: string): OriginalContent {
  return {
    ...{ scheme: 'https', host: 'crm.example', port: 443, method: 'POST', target: '/orders' },
    fields: ['Host', 'crm.example', 'Authorization', 'Bearer x'],
    body: Buffer.from(body),
  }
}
