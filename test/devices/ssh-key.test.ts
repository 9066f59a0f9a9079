/** Promises of SFTP keys: those of ssh-keygen are taken, weak and broken ones are not, and each stands for one device. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { readSshKey } from '../../gateway/devices/ssh-key.ts'
import { testFolder } from '../pki/setup.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { enrolled, openRoom } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const keygen = requireClient('ssh-keygen') ?? 'ssh-keygen'

function generate(type: string, bits: number): { line: string; fingerprint: string } {
  const path = join(testFolder(), 'key')
  execFileSync(keygen, [
    '-q',
    '-t',
    type,
    '-b',
    String(bits),
    '-N',
    '',
    '-C',
    'backup of the till',
    '-f',
    path,
  ])
  const shown = execFileSync(keygen, ['-l', '-f', path]).toString()
  return { line: readFileSync(`${path}.pub`, 'utf8'), fingerprint: shown.split(' ')[1] ?? '' }
}

function whyNot(line: string): string {
  try {
    readSshKey(line, 0)
    return 'taken'
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'SSH_KEY_INVALID') return String(error.details.why)
    throw error
  }
}

testWith(
  'ssh-keygen',
  'Ed25519, ECDSA on P-256 and long RSA keys are taken, under the fingerprint ssh-keygen shows',
  () => {
    for (const [type, bits, named] of [
      ['ed25519', 256, 'ssh-ed25519'],
      ['ecdsa', 256, 'ecdsa-sha2-nistp256'],
      ['rsa', 3072, 'ssh-rsa'],
    ] as const) {
      const { line, fingerprint } = generate(type, bits)
      const key = readSshKey(line, 7)
      expect(key).toMatchObject({ type: named, fingerprint, addedAt: 7 })
      expect(JSON.stringify(key)).not.toContain('till')
    }
  },
)

testWith('ssh-keygen', 'short RSA keys and other curves are refused in words', () => {
  expect(whyNot(generate('rsa', 2048).line)).toBe('too-short')
  expect(whyNot(generate('ecdsa', 384).line)).toBe('type')
})

testWith('ssh-keygen', 'a key with options before it, two keys, a cut or a changed one are refused', () => {
  const { line } = generate('ed25519', 256)
  const [type = '', base64 = ''] = line.split(' ')
  expect(whyNot(`command="rm -rf /" ${line}`)).toBe('malformed')
  expect(whyNot(line + line)).toBe('malformed')
  expect(whyNot(`${type} ${base64.slice(0, -4)}`)).toBe('malformed')
  expect(whyNot(`ssh-rsa ${base64}`)).toBe('malformed')
  expect(whyNot(`${line} ${'x'.repeat(5000)}`)).toBe('malformed')
  const point = Buffer.from(generate('ecdsa', 256).line.split(' ')[1] ?? '', 'base64')
  point[point.length - 1] = (point.at(-1) ?? 0) ^ 1
  expect(whyNot(`ecdsa-sha2-nistp256 ${point.toString('base64')}`)).toBe('malformed')
})

test('whatever is given, the answer is a key or a reason', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'),
      fc.uint8Array(),
      (type, bytes) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(type.length)
        const blob = Buffer.concat([length, Buffer.from(type), bytes])
        expect(whyNot(`${type} ${blob.toString('base64')}`)).not.toBe('taken')
      },
    ),
  )
})

testWith(
  'ssh-keygen',
  'a device is known by its key until it is revoked, and no second device gets the same one',
  async () => {
    const room = await openRoom()
    enrolled(room, 'camera')
    enrolled(room, 'printer')
    const { line, fingerprint } = generate('ed25519', 256)
    const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64')
    expect(room.devices.bySshKey(blob)).toBeNull()
    room.devices.addSshKey('camera', line)
    expect(room.devices.addSshKey('camera', line).sshKeys.map((key) => key.fingerprint)).toEqual([
      fingerprint,
    ])
    const { seenAt } = room.devices.find('camera') ?? {}
    expect(room.devices.bySshKey(blob)?.name).toBe('camera')
    expect(room.devices.find('camera')?.seenAt, 'whoever knows a public key is not yet the device').toBe(
      seenAt,
    )
    expect(() => room.devices.addSshKey('printer', line)).toThrow(
      expect.objectContaining({ code: 'SSH_KEY_INVALID' }),
    )
    expect((await room.reopen()).bySshKey(blob)?.name).toBe('camera')
    room.devices.revoke('camera')
    expect(room.devices.bySshKey(blob)).toBeNull()
    expect(room.devices.addSshKey('printer', line).sshKeys).toHaveLength(1)
    expect((await room.reopen()).bySshKey(blob)?.name).toBe('printer')
  },
)
