/** Files of devices: how they arrive, and where they lie sealed. */
import { z } from 'zod'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { ageRecipient, bytes, count, duration, flag, listenHost, listenPort, path } from '../kinds.ts'

const GiB = 1024 ** 3

export const ingestSchema = z
  .strictObject({
    host: listenHost()
      .default('127.0.0.1')
      .describe('The address that devices send files to.')
      .meta({ 'x-restart': true }),
    httpsEnabled: flag()
      .default(true)
      .describe('Whether devices can send files, and renew certificates, by HTTPS.')
      .meta({ 'x-restart': true }),
    httpsPort: listenPort()
      .default(8445)
      .describe('The HTTPS port for devices; a certificate of the office is required.')
      .meta({ 'x-restart': true }),
    sftpEnabled: flag()
      .default(true)
      .describe('Whether devices can send files by SFTP.')
      .meta({ 'x-restart': true }),
    sftpPort: listenPort().default(2022).describe('The SFTP port.').meta({ 'x-restart': true }),
    maxObjectBytes: bytes({ min: 1024, max: 1024 * GiB })
      .default(16 * GiB)
      .describe('A longer file is refused, and nothing of it is kept.'),
    maxUploads: count({ min: 1, max: 1000 }, 'uploads')
      .default(16)
      .describe('Uploads at the same time; one device gets half of them at most.'),
    idleMs: duration({ min: secondMs, max: 60 * minuteMs })
      .default(minuteMs)
      .describe('An upload that sends nothing for this long is ended.'),
    minFreeBytes: bytes({ min: 0, max: 1024 * GiB })
      .default(1 * GiB)
      .describe('Files are refused while the disk has less room than this.'),
  })
  .prefault({})
  .describe('The listeners for files of devices.')

export const vaultSchema = z
  .strictObject({
    directory: path()
      .nullable()
      .default(null)
      .describe('Where sealed files lie; null puts them into the data folder.')
      .meta({ 'x-restart': true }),
    recipient: ageRecipient()
      .nullable()
      .default(null)
      .describe(
        "The owner's age recipient: what arrives is sealed to it too, so that exports open with its key; `gatehouse vault export` uses it unless told another.",
      )
      .meta({ 'x-expected': 'an age recipient: age1…' }),
  })
  .prefault({})
  .describe('The encrypted storage of files.')
