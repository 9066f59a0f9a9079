/** What an owner does with devices: invites them, gives them keys, and revokes them for good. */
import { type DeviceIdentity, deviceName } from '../core/device/device.ts'
import {
  inviteSecretBytes,
  inviteSecretHash,
  printInviteCode,
  rootMarkOf,
} from '../core/device/invite-code.ts'
import type { DeviceRecord, Invitation } from '../core/device/record.ts'
import { GatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { Authority } from '../pki/authority.ts'
import { currentRoot } from '../pki/bundle.ts'
import type { RandomBytes } from '../pki/certificate.ts'
import type { DeviceRegister } from '../store/device-register.ts'
import { type Member, type Roster, shown } from './roster.ts'
import { readSshKey } from './ssh-key.ts'

/** All of it throws the STORE_ errors while register or ledger cannot be written. */
export interface DeviceDesk {
  /** A new device, or a new code for one that has not enrolled yet. Throws DEVICE_NAME_INVALID, DEVICE_EXISTS. */
  add(name: string): Invitation
  /** Throws DEVICE_UNKNOWN, SSH_KEY_INVALID. */
  addSshKey(name: string, line: string): DeviceRecord
  /**
   * Cuts the device off at once, and for good when it returns. Where it throws a STORE_ error the device is cut off
   * until the next start, and has to be revoked again. `actor`: somebody at the box, where
   * nobody is named. Throws DEVICE_UNKNOWN.
   */
  revoke(name: string, actor?: LedgerActor): DeviceRecord
}

export interface DeskParts {
  roster: Roster
  register: DeviceRegister
  /** The office's. */
  authority: Authority
  ledger: Ledger
  events: EventBus
  clock: Clock
  random: RandomBytes
  log: Log
  settings(): { inviteMs: number }
}

export function createDeviceDesk(parts: DeskParts): DeviceDesk {
  return {
    add: (name) => invite(name, parts),
    addSshKey: (name, line) => addSshKey(name, line, parts),
    revoke: (name, actor = 'box') => revoke(name, actor, parts),
  }
}

function invite(name: string, parts: DeskParts): Invitation {
  const { roster, register, ledger, random, clock } = parts
  const present = addable(name, roster)
  const identity = present?.identity ?? { id: freshId(roster, random), name }
  const secret = random(inviteSecretBytes)
  const beginsAt = clock.now()
  const endsAt = beginsAt + parts.settings().inviteMs
  const invite = { secretHash: inviteSecretHash(secret), beginsAt, endsAt, usedAt: null }
  ledger.append({ action: 'device.added', actor: 'box', subject: name, facts: { again: present !== null } })
  register.invite(identity, invite, beginsAt)
  const before = present?.record ?? newRecord(identity, beginsAt)
  const member = roster.put({ ...before, invite, inviteEndsAt: endsAt })
  parts.log.event('device.added', { device: identity.id })
  if (present === null) parts.events.publish('device.added', member.identity)
  const rootMark = rootMarkOf(currentRoot(parts.authority, clock.now()))
  return { device: member.identity, code: printInviteCode({ secret, rootMark }), endsAt }
}

function addSshKey(name: string, line: string, parts: DeskParts): DeviceRecord {
  const { roster, register, ledger, clock } = parts
  const member = named(name, roster)
  if (member.isCutOff) throw unknown()
  const key = readSshKey(line, clock.now())
  const owner = roster.bySshKey(key.key)
  if (owner === member) return shown(member)
  if (owner !== null) throw keyTaken()
  ledger.append({ action: 'device.key-added', actor: 'box', subject: name, facts: { type: key.type } })
  register.addSshKey(member.identity.id, key)
  roster.addSshKey(member, key)
  return shown(member)
}

function revoke(name: string, actor: LedgerActor, parts: DeskParts): DeviceRecord {
  const { roster, register, ledger, clock, log } = parts
  const member = named(name, roster)
  const { identity } = member
  // First of all, whatever becomes of the disk: a stolen device must be out.
  roster.cutOff(member)
  parts.events.publish('device.revoked', identity)
  let durable = false
  try {
    ledger.append({ action: 'device.revoked', actor, subject: name, facts: {} })
    register.revoke(identity.id, clock.now())
    durable = true
  } finally {
    log.event('device.revoked', { device: identity.id, durable })
  }
  const revoked = { state: 'revoked', revokedAt: clock.now(), certificates: [], sshKeys: [] } as const
  member.record = { ...member.record, ...revoked }
  return shown(member)
}

function named(name: string, roster: Roster): Member {
  const member = roster.byName(name)
  if (member === null || member.record.state === 'revoked') throw unknown()
  return member
}

/** Null for a new device; the device itself where it only needs another code. */
function addable(name: string, roster: Roster): Member | null {
  if (!deviceName.safeParse(name).success)
    throw new GatewayError(
      'DEVICE_NAME_INVALID',
      {},
      { hint: 'Use 1 to 40 of a to z, 0 to 9 and hyphens inside: `camera-front-door`.' },
    )
  const present = roster.byName(name)
  switch (present?.record.state) {
    case undefined:
    case 'revoked':
      return null
    case 'invited':
      return present
    case 'active':
      throw new GatewayError(
        'DEVICE_EXISTS',
        {},
        { hint: `Choose another name, or end the one that is there: \`gatehouse device revoke ${name}\`.` },
      )
  }
}

/** 16 hex digits that no device ever had here. */
function freshId(roster: Roster, random: RandomBytes): string {
  for (;;) {
    const id = Buffer.from(random(8)).toString('hex')
    if (roster.byId(id) === null) return id
  }
}

function newRecord({ id, name }: DeviceIdentity, addedAt: number) {
  const none = { enrolledAt: null, revokedAt: null, seenAt: null, certificates: [], sshKeys: [] }
  return { id, name, state: 'invited' as const, addedAt, ...none }
}

function unknown(): GatewayError {
  return new GatewayError('DEVICE_UNKNOWN', {}, { hint: 'See `gatehouse device list` for those there are.' })
}

function keyTaken(): GatewayError {
  return new GatewayError(
    'SSH_KEY_INVALID',
    { why: 'taken' },
    { hint: 'This key stands for another device. Make one for each: `ssh-keygen -t ed25519`.' },
  )
}
