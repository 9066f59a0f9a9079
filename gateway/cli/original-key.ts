/** `gatehouse originals key`: makes the pair of keys that originals are sealed to, and opened with. */
import { randomBytes } from 'node:crypto'
import { Secret } from '../core/secret.ts'
import { bech32 } from '../core/vault/bech32.ts'
import { recipientOfSecret } from '../core/vault/x25519.ts'
import { type Call, type Command, textOption, usage } from './command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { openNew } from './vault-download.ts'

export const keyCommand: Command = {
  summary: 'make the key that originals open with, as age-keygen does',
  usage: 'originals key --to FILE',
  details:
    'The file is the secret half: carry it off the box, and keep it where nobody else reads. What is printed is the public half, for originals.recipient of the configuration. The gateway keeps neither, and nobody can make the same key again.',
  options: {
    to: {
      type: 'string',
      value: 'FILE',
      text: 'where to put the secret half; never over a file that exists',
    },
  },
  arguments: [0, 0],
  run: make,
}

async function make(call: Call): Promise<ExitCode> {
  const to = textOption(call, 'to')
  if (to === null) throw usage('It is not said where to.', 'Name a file that does not exist yet: --to FILE')
  const secret = new Secret(randomBytes(32))
  const recipient = recipientOfSecret(secret)
  // C2SP age: an identity is written in upper case.
  const identity = bech32('age-secret-key-', secret.reveal()).toUpperCase()
  secret.destroy()
  await using file = await openNew(to)
  await file.writeFile(`# public key: ${recipient}\n${identity}\n`)
  await file.sync()
  if (call.json) call.terminal.json({ recipient, file: to })
  else call.terminal.line(recipient)
  call.terminal.note(`The secret half is in ${to}: carry it off the box. Without it nothing can be opened.`)
  return exitCodes.ok
}
